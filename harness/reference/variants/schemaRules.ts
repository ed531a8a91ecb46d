import { ScimError } from '../../scim/error.ts'
import { foldCase, getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import { attributeWith } from '../../scim/schema/defaults.ts'
import { USER_SCHEMA } from '../../scim/schema/core.ts'
import type { AttributeDefinition, Json, JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import { mapAttributes } from '../faults/discovery.ts'
import { omit } from '../faults/touch.ts'
import type { Seams } from '../seams.ts'
import type { Call } from '../state.ts'
import type { Variant } from '../variant.ts'

const isUser = ({ resourceType }: { readonly resourceType: { readonly name: string } }) =>
  resourceType.name === 'User'

const asText = (one: AttributeDefinition): AttributeDefinition => ({
  ...one,
  ...(one.type === 'binary' ? { type: 'string' as const } : {}),
  ...(one.subAttributes === undefined ? {} : { subAttributes: one.subAttributes.map(asText) }),
})

const withoutBinaries = (type: ResourceSchema): ResourceSchema => ({
  ...type,
  core: { ...type.core, attributes: type.core.attributes.map(asText) },
})

/** The published User schema with changes to attributes, by name. */
function publishing(
  seams: Seams,
  changes: Readonly<Record<string, JsonObject>>,
  added: readonly JsonObject[] = [],
): Pick<Seams, 'schemaDocuments'> {
  const changed = (attribute: Json): Json =>
    isObject(attribute) ? { ...attribute, ...changes[String(attribute['name'])] } : attribute
  return {
    schemaDocuments: (call) =>
      seams.schemaDocuments(call).map((document) => {
        const attributes = document['attributes']
        return document['id'] === USER_SCHEMA.id && isArray(attributes)
          ? { ...document, attributes: [...attributes.map(changed), ...added] }
          : document
      }),
  }
}

/** Refuses users who lack an attribute. */
const demanding =
  (seams: Seams, ...names: readonly string[]): Seams['checkRequired'] =>
  (attributes, type, call) => {
    seams.checkRequired(attributes, type, call)
    const missing = isUser(type)
      ? names.find((name) => isUnassigned(getMember(attributes, name)) || getMember(attributes, name) === '')
      : undefined
    if (missing !== undefined) throw new ScimError(400, 'invalidValue', `${missing} is required.`)
  }

const documentOf = (name: string, more: JsonObject): JsonObject => ({
  ...(attributeWith({ name, description: 'Kept by the server' }) as unknown as JsonObject),
  ...more,
})

/** Refuses a PATCH that names an attribute, and keeps the attribute out of everything else that is written. */
function readOnly(seams: Seams, name: string): Partial<Seams> {
  return {
    readResource: (body, type, call) => {
      const read = seams.readResource(body, type, call)
      return isUser(type) ? omit(read, name) : read
    },
    applyPatch: (resource, patch, type, call) => {
      const touches = patch.operations.some(
        ({ path }) => path !== undefined && foldCase(path) === foldCase(name),
      )
      if (isUser(type) && touches) throw new ScimError(400, 'mutability', `${name} is readOnly.`)
      return seams.applyPatch(resource, patch, type, call)
    },
  }
}

/** The name by which a server of its own calls a user. */
const calledBy = (user: Resource) => `Display of ${String(user['userName'])}`

function refuseOther(before: Resource, after: Resource, name: string): void {
  const [old, next] = [getMember(before, name), getMember(after, name)]
  if (old !== undefined && old !== next)
    throw new ScimError(400, 'mutability', `${name} can not be changed once it is set.`)
}

/** Schemas that ask for more, allow less or show more than those of the RFC, and say so. */
export const schemaRuleVariants: readonly Variant[] = [
  {
    id: 'schema.display-name-required',
    title: 'displayName is required, and published so',
    allowedBy: 'S-05',
    grade: 'accept',
    replace: (seams) => ({
      ...publishing(seams, { displayName: { required: true } }),
      checkRequired: demanding(seams, 'displayName'),
    }),
  },
  {
    id: 'schema.emails-required',
    title: 'An e-mail address is required, and published so',
    allowedBy: 'S-05',
    grade: 'accept',
    replace: (seams) => ({
      ...publishing(seams, { emails: { required: true } }),
      checkRequired: demanding(seams, 'emails'),
    }),
  },
  {
    id: 'schema.user-name-immutable',
    title: 'userName is immutable, and published so',
    allowedBy: 'S-05, R-04',
    grade: 'accept',
    replace: (seams) => ({
      ...publishing(seams, { userName: { mutability: 'immutable' } }),
      checkImmutable: (before, after, type, call) => {
        seams.checkImmutable(before, after, type, call)
        if (isUser(type)) refuseOther(before, after, 'userName')
      },
      patchResource: (stored, patch, type, call: Call) => {
        const after = seams.applyPatch(seams.renderResource(stored, call), patch, type, call)
        if (isUser(type)) refuseOther(stored.attributes, after, 'userName')
        return seams.patchResource(stored, patch, type, call)
      },
    }),
  },
  {
    id: 'schema.display-name-read-only',
    title: 'displayName is made by the server, and published as readOnly',
    allowedBy: 'S-05',
    grade: 'accept',
    replace: (seams) => ({
      ...publishing(seams, { displayName: { mutability: 'readOnly' } }),
      ...readOnly(seams, 'displayName'),
      renderResource: (stored, call) =>
        stored.type === 'User'
          ? seams.renderResource(
              { ...stored, attributes: { ...stored.attributes, displayName: calledBy(stored.attributes) } },
              call,
            )
          : seams.renderResource(stored, call),
    }),
  },
  {
    id: 'schema.attribute-added',
    title: 'The User schema has one more attribute, which the server sets',
    allowedBy: 'S-05',
    grade: 'accept',
    replace: (seams) => ({
      ...publishing(seams, {}, [documentOf('accountNumber', { mutability: 'readOnly' })]),
      renderResource: (stored, call) => {
        const resource = seams.renderResource(stored, call)
        return stored.type === 'User' ? { ...resource, accountNumber: `A-${stored.id}` } : resource
      },
      project: (resource, selection, type, call) => {
        const shown = seams.project(resource, selection, type, call)
        const number = resource['accountNumber']
        const named = (names: readonly string[] | undefined) =>
          names?.some((name) => /(^|:)accountnumber$/i.test(name)) === true
        const wanted =
          selection.attributes === undefined
            ? !named(selection.excludedAttributes)
            : named(selection.attributes)
        return number === undefined || !wanted
          ? omit(shown, 'accountNumber')
          : { ...shown, accountNumber: number }
      },
    }),
  },
  {
    id: 'schema.nick-name-unknown',
    title: 'The User schema has neither nickName nor title, and what is sent of them is ignored',
    allowedBy: 'C-04, S-05',
    grade: 'accept',
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams.schemaDocuments(call).map((document) => {
          const attributes = document['attributes']
          if (document['id'] !== USER_SCHEMA.id || !isArray(attributes)) return document
          const kept = attributes.filter(
            (one) => !isObject(one) || !['nickName', 'title'].includes(String(one['name'])),
          )
          return { ...document, attributes: kept }
        }),
      readResource: (body, type, call) => {
        const read = seams.readResource(body, type, call)
        return isUser(type) ? omit(read, 'nickName', 'title') : read
      },
    }),
  },
  {
    id: 'schema.external-id-ignored',
    title: 'externalId is not kept',
    allowedBy: 'RFC7643-3.1-11',
    grade: 'accept',
    replace: (seams) => ({
      readResource: (body, type, call) => omit(seams.readResource(body, type, call), 'externalId'),
    }),
  },
  {
    id: 'schema.certificates-as-text',
    title: 'The schema calls the value of a certificate text, and filters compare it as such',
    allowedBy: 'S-05',
    grade: 'accept',
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams
          .schemaDocuments(call)
          .map((document) =>
            mapAttributes(document, (one) => (one['type'] === 'binary' ? { ...one, type: 'string' } : one)),
          ),
      parseFilter: (text, types, call) => seams.parseFilter(text, types.map(withoutBinaries), call),
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(filter, resource, withoutBinaries(type), call),
    }),
  },
]
