import { ScimError } from '../error.ts'
import { isObject } from '../json.ts'
import { printAttributePath } from '../path.ts'
import type { AttributeDefinition, Filter, Json, JsonObject, Resource, ResourceSchema } from '../types.ts'
import { bind, bindToElement } from './bind.ts'
import type { BoundAttribute, BoundFilter } from './bind.ts'
import { holds, isOrdering } from './compare.ts'
import { presenceOf } from './present.ts'

type Leaf = Extract<BoundFilter, { kind: 'compare' }>

/**
 * Whether a resource matches a filter: one reading of RFC 7644 §3.4.2.2, with two truth values. An attribute that is
 * absent, or that the schema does not define, has no value: nothing holds of it but `ne`, and `eq null`, which is the
 * contrary of `pr`. Of several values one must hold, for `ne` too; `ne` holds as well when there is none. `not` is plain
 * negation. A complex attribute is compared by its `value`. In brackets one element must match the whole. An element
 * without `primary` is not primary (RFC 7643 §2.4). Where servers may differ, `judge` says so.
 * @throws ScimError 400 invalidFilter for gt, ge, lt, le on a boolean or binary attribute
 */
export function matches(filter: Filter, resource: Resource, schema: ResourceSchema): boolean {
  return matcher(filter, schema)(resource)
}

/**
 * `matches` for many resources: looks the filter's attributes up once.
 * @throws ScimError 400 invalidFilter, as `matches` does, before any resource is seen
 */
export function matcher(filter: Filter, schema: ResourceSchema): (resource: Resource) => boolean {
  return compile(bind(filter, schema))
}

/**
 * Whether an element of a complex attribute matches the filter in brackets of a value path, or of a PATCH path.
 * An element that is no JSON object matches nothing.
 * @throws ScimError 400 invalidFilter, as `matches` does
 */
export function elementMatcher(filter: Filter, attribute: AttributeDefinition): (element: Json) => boolean {
  const test = compile(bindToElement(filter, attribute))
  return (element) => isObject(element) && test(element)
}

/** A bound filter as a function. @throws ScimError 400 invalidFilter, as `matches` does */
export function compile(filter: BoundFilter): (from: JsonObject) => boolean {
  switch (filter.kind) {
    case 'compare':
      return comparison(filter)
    case 'present':
      return (from) => isPresent(filter.attribute, from)
    case 'not': {
      const negated = compile(filter.filter)
      return (from) => !negated(from)
    }
    case 'and': {
      const all = filter.operands.map(compile)
      return (from) => all.every((test) => test(from))
    }
    case 'or': {
      const any = filter.operands.map(compile)
      return (from) => any.some((test) => test(from))
    }
    case 'valuePath': {
      const test = compile(filter.filter)
      return (from) =>
        (filter.attribute?.values(from) ?? []).some((element) => isObject(element) && test(element))
    }
  }
}

function comparison(leaf: Leaf): (from: JsonObject) => boolean {
  const { source, attribute } = leaf
  const definition = attribute?.compared
  refuseOrder(leaf, definition)
  if (source.value === null) {
    if (source.op === 'eq') return (from) => !isPresent(attribute, from)
    if (source.op === 'ne') return (from) => isPresent(attribute, from)
  }
  if (attribute === undefined || definition === undefined) return () => source.op === 'ne'
  return (from) => {
    const values = present(attribute.comparable(from))
    if (values.length === 0) return source.op === 'ne'
    return values.some((value) => holds(definition, source.op, value, source.value))
  }
}

const present = (values: readonly (Json | undefined)[]): readonly Json[] =>
  values.filter((value) => value !== undefined)

const isPresent = (attribute: BoundAttribute | undefined, from: JsonObject): boolean =>
  attribute !== undefined && attribute.values(from).some((value) => presenceOf(value) === 'present')

/** RFC 7644 §3.4.2.2 Table 3: there is no order among booleans, nor in binary data. */
function refuseOrder({ source }: Leaf, definition: AttributeDefinition | undefined): void {
  if (!isOrdering(source.op) || (definition?.type !== 'boolean' && definition?.type !== 'binary')) return
  const path = printAttributePath(source.path)
  throw new ScimError(
    400,
    'invalidFilter',
    `The operator ${source.op} does not apply to ${path}, which is ${definition.type} (RFC 7644 §3.4.2.2).`,
  )
}
