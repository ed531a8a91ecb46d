import fc from 'fast-check'
import { printAttributePath } from '../scim/path.ts'
import { attributesOf } from '../scim/schema/lookup.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Json,
  PatchOperation,
  ResolvedAttribute,
} from '../scim/types.ts'
import { operation } from './patchOperation.ts'
import type { OperationContext } from './patchOperation.ts'

type Invalid = (context: OperationContext) => PatchOperation | undefined

const addOrReplace = fc.constantFrom('add' as const, 'replace' as const)

function pick(
  context: OperationContext,
  passes: (attribute: AttributeDefinition) => boolean,
): AttributePath | undefined {
  const found: readonly ResolvedAttribute[] = [...attributesOf(context.schema)].filter(({ attribute }) =>
    passes(attribute),
  )
  if (found.length === 0) return undefined
  const { attribute, extension } = context.draw(fc.constantFrom(...found))
  return { ...(extension === undefined ? {} : { uri: extension }), name: attribute.name }
}

/** Texts that are no path (RFC 7644 §3.5.2, Figure 7). */
const brokenPaths = [
  'emails[type eq',
  'emails[type eq "work"',
  'emails[type eq "work"]]',
  'emails[type eq "work"]value',
  'emails[]',
  'emails[type like "work"].value',
  'name..givenName',
  'name.givenName.first',
  '.userName',
  'user Name',
]

/** A value of another JSON type than the attribute's, which no reading turns into one. */
function wrongValue(attribute: AttributeDefinition): Json {
  if (attribute.multiValued) return 7
  switch (attribute.type) {
    case 'complex':
      return 'not an object'
    case 'boolean':
      return 'neither'
    case 'integer':
    case 'decimal':
      return 'many'
    case 'dateTime':
      return 'yesterday'
    case 'string':
    case 'reference':
    case 'binary':
      return { not: 'a string' }
  }
}

const invalid: readonly Invalid[] = [
  function unknownAttribute(context) {
    const path = context.draw(
      fc.constantFrom('noSuchAttribute', 'name.noSuchPart', 'urn:example:none:attribute'),
    )
    return operation(context.draw(addOrReplace), path, 'x')
  },
  function readOnlyAttribute(context) {
    const path = pick(context, ({ mutability, type }) => mutability === 'readOnly' && type === 'string')
    return path && operation('replace', printAttributePath(path), 'another value')
  },
  function removeRequired(context) {
    const path = pick(context, ({ required, mutability }) => required && mutability !== 'readOnly')
    return path && operation('remove', printAttributePath(path))
  },
  function removeWithoutPath() {
    return operation('remove')
  },
  function brokenPath(context) {
    return operation(context.draw(addOrReplace), context.draw(fc.constantFrom(...brokenPaths)), 'x')
  },
  function withoutValue(context) {
    const path = pick(context, ({ mutability }) => mutability === 'readWrite')
    return path && operation(context.draw(addOrReplace), printAttributePath(path))
  },
  function wrongType(context) {
    const { resolved } = context.draw(
      fc.constantFrom(...context.targets.filter(({ kind }) => kind === 'attribute')),
    )
    const { attribute, extension } = resolved
    const path = { ...(extension === undefined ? {} : { uri: extension }), name: attribute.name }
    return operation(context.draw(addOrReplace), printAttributePath(path), wrongValue(attribute))
  },
  function replaceWithoutMatch(context) {
    const path = pick(context, ({ multiValued, type, mutability }) => {
      return multiValued && type === 'complex' && mutability === 'readWrite'
    })
    return path && operation('replace', `${printAttributePath(path)}[value eq "no such value"].display`, 'x')
  },
  function withoutPathAndObject(context) {
    return operation(
      context.draw(addOrReplace),
      undefined,
      context.draw(fc.constantFrom<Json>('x', 7, [], [{}])),
    )
  },
]

/** Draws an operation that a server must refuse, or may refuse at least (RFC 7644 §3.5.2, §3.12 Table 9). */
export function drawInvalid(context: OperationContext): PatchOperation {
  return context.draw(fc.constantFrom(...invalid))(context) ?? operation('remove')
}
