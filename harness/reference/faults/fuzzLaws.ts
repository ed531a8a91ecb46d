import { equalJson, getMember, isArray } from '../../scim/json.ts'
import { faultsIn } from './touch.ts'

/** Faults that show only between one request and the next. */
export const fuzzLawFaults = [
  ...faultsIn('put', [
    {
      id: 'put.third-element-lost',
      title: 'A PUT stores two elements of each attribute at most',
      consequence: 'Who has three addresses loses one whenever anything of the user is replaced.',
      source: 'own',
      violates: ['RFC7644-3.5.1-04', 'RFC7644-3.1-08'],
      replace: (seams) => ({
        replaceResource: (stored, body, type, call) =>
          seams.replaceResource(
            stored,
            Object.fromEntries(
              Object.entries(body).map(([name, value]) => [
                name,
                isArray(value) && name !== 'schemas' ? value.slice(0, 2) : value,
              ]),
            ),
            type,
            call,
          ),
      }),
    },
  ]),
  ...faultsIn('patch', [
    {
      id: 'patch.same-again-clears-names',
      title: 'A PATCH that changes nothing takes the display name away',
      consequence: 'Who sends a request once more because the answer was lost, loses data.',
      source: 'own',
      violates: ['RFC7644-3.5.2-18'],
      replace: (seams) => ({
        applyPatch: (resource, patch, type, call) => {
          const result = seams.applyPatch(resource, patch, type, call)
          if (!equalJson(result, resource) || getMember(result, 'displayName') === undefined) return result
          return Object.fromEntries(Object.entries(result).filter(([name]) => name !== 'displayName'))
        },
      }),
    },
  ]),
]
