import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import { attributesOf, getAt } from '../../scim/schema/lookup.ts'
import { edit, faultsIn, issue, omit, withBody, withoutHeader } from './touch.ts'

export const createFaults = faultsIn('create', [
  {
    id: 'create.duplicate-400',
    title: 'A second user with the same userName is refused with 400 invalidValue',
    consequence: 'The client takes the user for faulty instead of linking the one that exists.',
    source: issue('DEF-030', 'FusionAuth/fusionauth-issues#1776'),
    violates: ['RFC7644-3.12-12', 'RFC7644-3.3-11'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        try {
          seams.checkUniqueness(attributes, type, ownId, call)
        } catch (thrown) {
          if (!(thrown instanceof ScimError) || ownId !== undefined) throw thrown
          throw new ScimError(400, 'invalidValue', thrown.message)
        }
      },
    }),
  },
  {
    id: 'create.duplicate-accepted',
    title: 'Two users may have the same userName',
    consequence: 'One person has two accounts, and updates reach either.',
    source: 'own',
    violates: ['RFC7644-3.12-19', 'RFC7643-4.1.1-02', 'RFC7644-3.3-11'],
    replace: () => ({ checkUniqueness: () => undefined }),
  },
  {
    id: 'create.duplicate-other-case-accepted',
    title: 'Two users may have userNames that differ in letter case only',
    consequence: 'One person has two accounts.',
    source: 'own',
    violates: ['RFC7643-4.1.1-02', 'RFC7643-4.1.1-04'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        const name = attributes['userName']
        const taken = [...call.tenant.resources.values()].some(
          (other) => other.attributes['userName'] === name,
        )
        if (type.resourceType.name !== 'User' || taken) seams.checkUniqueness(attributes, type, ownId, call)
      },
    }),
  },
  {
    id: 'create.external-id-unique',
    title: 'A second resource with the same externalId is refused with 409',
    consequence: 'A user that another directory also provisions can not be made.',
    source: issue('DEF-369', 'hashicorp/web-unified-docs#2921'),
    violates: ['RFC7643-3.1-14'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        seams.checkUniqueness(attributes, type, ownId, call)
        const externalId = attributes['externalId']
        for (const other of call.tenant.resources.values()) {
          if (
            externalId !== undefined &&
            other.id !== ownId &&
            other.attributes['externalId'] === externalId
          ) {
            throw new ScimError(409, 'uniqueness', 'The value of externalId is taken.')
          }
        }
      },
    }),
  },
  {
    id: 'create.uniqueness-across-tenants',
    title: 'A userName that exists in another tenant is refused with 409',
    consequence: 'A tenant learns who the users of other tenants are.',
    source: issue('DEF-103', 'NorthlandPositronics/Cogtrix#303'),
    violates: ['RFC7644-6.2-02', 'RFC7643-7-42'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        for (const tenant of call.server.tenants)
          seams.checkUniqueness(attributes, type, ownId, { ...call, tenant })
      },
    }),
  },
  {
    id: 'create.status-200',
    title: 'A create is answered with 200',
    consequence: 'Clients that wait for 201 take the create for failed and try again.',
    source: 'own',
    violates: ['RFC7644-3.3-08'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => ({
        ...seams.answerCreated(stored, selection, call),
        status: 200,
      }),
    }),
  },
  {
    id: 'create.no-location',
    title: 'The answer to a create has no Location header',
    consequence: 'Clients that follow the header do not find what they made.',
    source: 'own',
    violates: ['RFC7644-3.3-10'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) =>
        withoutHeader(seams.answerCreated(stored, selection, call), 'Location'),
    }),
  },
  {
    id: 'create.location-elsewhere',
    title: 'meta.location of a new resource names an id that does not exist',
    consequence: 'Following it gives 404; the new user is lost to the client.',
    source: issue('DEF-158', 'wso2/charon#127'),
    violates: ['RFC7643-3.1-22', 'RFC7644-3.3-10'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const answer = seams.answerCreated(stored, selection, call)
        const location = `${answer.headers['Location'] ?? ''}0`
        return {
          ...withBody(answer, (body) =>
            edit(body, 'meta', (meta) => (isObject(meta) ? { ...meta, location } : meta)),
          ),
          headers: { ...answer.headers, Location: location },
        }
      },
    }),
  },
  {
    id: 'create.client-id-adopted',
    title: 'An id that the client sends becomes the id of the new resource',
    consequence: 'A client can take over the place of another resource.',
    source: 'own',
    violates: ['RFC7643-3.1-08', 'RFC7644-3.3-03'],
    replace: (seams) => ({
      assignId: (body, type, call) => {
        const id = getMember(body, 'id')
        return typeof id === 'string' && id !== '' ? id : seams.assignId(body, type, call)
      },
    }),
  },
  {
    id: 'create.read-only-refused',
    title: 'A create that carries readOnly attributes is refused with 400',
    consequence: 'Clients that send back what they read can make nothing.',
    source: 'own',
    violates: ['RFC7644-3.3-03'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (!isUnassigned(getMember(body, 'meta'))) {
          throw new ScimError(400, 'mutability', 'meta is readOnly.')
        }
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'create.required-not-enforced',
    title: 'A resource without its required attributes is stored',
    consequence: 'There are users without a userName, whom no client can match.',
    source: 'own',
    violates: ['RFC7643-4.1.1-03', 'RFC7643-7-19'],
    replace: () => ({ checkRequired: () => undefined }),
  },
  {
    id: 'create.external-id-dropped',
    title: 'externalId and active are ignored in a create',
    consequence: 'A user who is to be inactive is active, and is matched anew in each cycle.',
    source: issue('DEF-335', 'BerriAI/litellm-docs#936'),
    violates: ['RFC7644-3.3-02', 'RFC7643-3.1-15'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) =>
        seams.createResource(omit(body, 'externalId', 'active'), type, reservedId, call),
    }),
  },
  {
    id: 'create.two-primaries-kept',
    title: 'Two elements with primary true are both kept',
    consequence: 'Which e-mail is written to is a matter of luck.',
    source: issue('DEF-172', 'wso2/product-is#3866'),
    violates: ['RFC7643-2.4-03'],
    replace: () => ({ checkPrimary: () => undefined }),
  },
  {
    id: 'create.wrong-type-500',
    title: 'A number in a string attribute is answered with 500',
    consequence: 'The client retries for ever what can not succeed.',
    source: issue('DEF-243', 'onyx-dot-app/onyx#14110'),
    violates: ['RFC7644-3.12-24', 'RFC7644-3.12-08'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        for (const resolved of attributesOf(type)) {
          if (resolved.attribute.type !== 'string' || typeof getAt(body, resolved) !== 'number') continue
          throw new TypeError(`${resolved.attribute.name} is a number`)
        }
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'create.null-refused',
    title: 'null or an empty array for an optional attribute is refused with 400',
    consequence: 'Clients that send null for what is empty can make nothing.',
    source: 'own',
    violates: ['RFC7643-2.5-01', 'RFC7643-2.5-02'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const empty = Object.entries(body).find(
          ([, value]) => value === null || (isArray(value) && value.length === 0),
        )
        if (empty !== undefined) throw new ScimError(400, 'invalidValue', `${empty[0]} is empty.`)
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'create.password-returned',
    title: 'The answer to a create holds the password',
    consequence: 'Passwords stand in the logs of clients and proxies.',
    source: 'own',
    violates: ['RFC7643-4.1.1-27', 'RFC7643-7-35', 'RFC7643-4.1.1-21'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const password = stored.attributes['password']
        return withBody(seams.answerCreated(stored, selection, call), (body) =>
          password === undefined ? body : { ...body, password },
        )
      },
    }),
  },
  {
    id: 'create.extension-key-shortened',
    title: 'The enterprise extension stands under "EnterpriseUser" instead of its URI',
    consequence: 'Clients find neither department nor manager.',
    source: issue('DEF-271', 'wso2/product-is#3487'),
    violates: ['RFC7643-3.3-06', 'RFC7643-4.3-01'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
        return Object.fromEntries(
          Object.entries(seams.project(resource, selection, type, call)).map(([name, value]) => [
            name === enterprise ? 'EnterpriseUser' : name,
            value,
          ]),
        )
      },
    }),
  },
])
