import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject, Resource } from '../../scim/types.ts'
import { edit, omit } from '../faults/touch.ts'
import type { Seams } from '../seams.ts'
import type { Call } from '../state.ts'
import type { Variant } from '../variant.ts'

type Elements = readonly JsonObject[]

const elementsOf = (value: Json | undefined): Elements => (isArray(value) ? value.filter(isObject) : [])

/** The whole representation of users, changed. */
const shown =
  (change: (user: Resource, call: Call) => Resource): Variant['replace'] =>
  (seams) => ({
    renderResource: (stored, call) => {
      const resource = seams.renderResource(stored, call)
      return stored.type === 'User' ? change(resource, call) : resource
    },
  })

const shownIn = (name: string, change: (elements: Elements) => readonly Json[]): Variant['replace'] =>
  shown((user) => edit(user, name, (list) => change(elementsOf(list))))

/** What is read from bodies, changed. */
const taken =
  (change: (attributes: Resource) => Resource): Variant['replace'] =>
  (seams) => ({ readResource: (body, type, call) => change(seams.readResource(body, type, call)) })

/** Each sub-attribute `type` with canonical values, given to a function that may change the element. */
function withTypes(
  attributes: Resource,
  definitions: readonly AttributeDefinition[],
  change: (element: JsonObject, canonical: readonly string[]) => JsonObject,
): Resource {
  return definitions.reduce<Resource>((read, { name, subAttributes }) => {
    const canonical = subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? []
    if (canonical.length === 0) return read
    return edit(read, name, (list) =>
      isArray(list) ? list.map((one) => (isObject(one) ? change(one, canonical) : one)) : list,
    )
  }, attributes)
}

const onTypes =
  (change: (element: JsonObject, canonical: readonly string[]) => JsonObject) =>
  (seams: Seams): Partial<Seams> => ({
    readResource: (body, type, call) =>
      withTypes(seams.readResource(body, type, call), type.core.attributes, change),
  })

const withDisplay = (elements: Elements): Elements =>
  elements.map((one) =>
    one['display'] === undefined && typeof one['value'] === 'string'
      ? { ...one, display: one['value'].toLowerCase() }
      : one,
  )

const formattedOf = (name: JsonObject): string =>
  [name['givenName'], name['familyName']].filter((part) => typeof part === 'string').join(' ')

/** What servers may do with single values. */
export const valueVariants: readonly Variant[] = [
  {
    id: 'create.types-limited',
    title: 'A type outside the canonical values is refused with 400',
    allowedBy: 'RFC7643-2.3.1-03, RFC7643-4.1.2-04, RFC7643-4.1.2-08, RFC7643-4.1.2-11',
    grade: 'accept',
    replace: onTypes((element, canonical) => {
      const { type } = element
      if (typeof type === 'string' && !canonical.includes(type))
        throw new ScimError(400, 'invalidValue', `${type} is no known type.`)
      return element
    }),
  },
  {
    id: 'create.unknown-types-dropped',
    title: 'A type outside the canonical values is left out',
    allowedBy: 'RFC7643-7-20',
    grade: 'accept',
    replace: onTypes((element, canonical) =>
      typeof element['type'] === 'string' && !canonical.includes(element['type'])
        ? omit(element, 'type')
        : element,
    ),
  },
  {
    id: 'create.same-value-merged',
    title: 'A value that is sent again under another type is kept once',
    allowedBy: 'RFC7643-2.4-09',
    grade: 'accept',
    replace: taken((attributes) =>
      edit(attributes, 'emails', (list) => {
        const values = elementsOf(list).map((one) => JSON.stringify(one['value'] ?? null))
        return elementsOf(list).filter((_, index) => values.indexOf(values[index] ?? '') === index)
      }),
    ),
  },
  {
    id: 'create.display-name-from-user-name',
    title: 'A user without a displayName is shown under its userName',
    allowedBy: 'RFC7643-4.1.1-10, RFC7644-3.3-04',
    grade: 'accept',
    replace: shown((user) =>
      isUnassigned(getMember(user, 'displayName')) && user['userName'] !== undefined
        ? { ...user, displayName: user['userName'] }
        : user,
    ),
  },
  {
    id: 'create.locale-without-underscore',
    title: 'A locale with an underscore is refused with 400',
    allowedBy: 'RFC7643-4.1.1-18',
    grade: 'accept',
    replace: taken((attributes) => {
      if (String(attributes['locale'] ?? '').includes('_'))
        throw new ScimError(400, 'invalidValue', 'locale is a language tag.')
      return attributes
    }),
  },
  {
    id: 'read.name-formatted-added',
    title: 'name.formatted is put together from the parts',
    allowedBy: 'RFC7643-4.1.1-05',
    grade: 'accept',
    replace: (seams) => ({
      ...shown((user) =>
        edit(user, 'name', (name) =>
          isObject(name) && name['formatted'] === undefined && formattedOf(name) !== ''
            ? { ...name, formatted: formattedOf(name) }
            : name,
        ),
      )(seams),
      applyPatch: (resource, patch, type, call) =>
        seams.applyPatch(
          edit(resource, 'name', (name) =>
            isObject(name) && name['formatted'] === formattedOf(name) ? omit(name, 'formatted') : name,
          ),
          patch,
          type,
          call,
        ),
    }),
  },
  {
    id: 'read.canonical-display-added',
    title: 'E-mails and phone numbers are shown with a display in canonical form',
    allowedBy: 'RFC7643-4.1.2-03, RFC7643-4.1.2-07, C-13',
    grade: 'accept',
    replace: shown((user) =>
      ['emails', 'phoneNumbers'].reduce<Resource>(
        (resource, name) => edit(resource, name, (list) => withDisplay(elementsOf(list))),
        user,
      ),
    ),
  },
  {
    id: 'read.photos-in-sizes',
    title: 'Each photo is shown as a thumbnail, too',
    allowedBy: 'RFC7643-4.1.2-13',
    grade: 'accept',
    replace: shownIn('photos', (photos) =>
      photos.flatMap((photo) =>
        photo['type'] === 'photo' ? [photo, { ...omit(photo, 'primary'), type: 'thumbnail' }] : [photo],
      ),
    ),
  },
  {
    id: 'read.addresses-in-one-line',
    title: 'Newlines of addresses are shown as commas',
    allowedBy: 'RFC7643-4.1.2-16',
    grade: 'accept',
    replace: shownIn('addresses', (addresses) =>
      addresses.map((address) =>
        Object.fromEntries(
          Object.entries(address).map(([name, value]) => [
            name,
            typeof value === 'string' ? value.replace(/\s*\n\s*/g, ', ') : value,
          ]),
        ),
      ),
    ),
  },
  {
    id: 'read.binaries-url-safe',
    title: 'Binaries that no standard defines are shown in the alphabet for URLs, without padding',
    allowedBy: 'RFC7643-2.3.6-02, RFC7643-2.3.6-03',
    grade: 'accept',
    replace: (seams) => ({
      renderResource: (stored, call) =>
        edit(seams.renderResource(stored, call), 'hostKey', (key) =>
          String(key).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
        ),
    }),
  },
  {
    id: 'read.extensions-unnamed',
    title: 'schemas names the core schema only, whatever extensions are in use',
    allowedBy: 'RFC7643-3.3-02, RFC7644-3.5.2-17',
    grade: 'warn',
    replace: () => ({ schemasOf: (_attributes, type) => [type.core.id] }),
  },
]
