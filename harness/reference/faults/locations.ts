import type { Seams } from '../seams.ts'
import { faultsIn, withBody } from './touch.ts'

/** Another URL for each resource. */
const located =
  (change: (location: string) => string) =>
  (seams: Seams): Partial<Seams> => ({
    locationOf: (stored, call) => change(seams.locationOf(stored, call)),
  })

/** The URLs that the server makes, and what stands beside them in the answer to a creation. */
export const locationFaults = [
  ...faultsIn('read', [
    {
      id: 'read.url-not-encoded',
      title: 'The URL of a resource has a blank in it',
      consequence: 'Clients can not follow it.',
      source: 'own',
      violates: ['RFC7644-1.2-01'],
      replace: located((location) => location.replace(/\/([^/]+)$/, '/id $1')),
    },
    {
      id: 'read.url-with-query',
      title: 'The URL of a resource has a query',
      consequence: 'Clients that append to it get something else.',
      source: 'own',
      violates: ['RFC7644-1.3-01'],
      replace: located((location) => `${location}?tenant=t1`),
    },
    {
      id: 'read.version-misplaced',
      title: 'The version stands behind the endpoint in the URL of a resource',
      consequence: 'Clients that cut the URL at the version get a wrong base.',
      source: 'own',
      violates: ['RFC7644-3.13-02'],
      replace: located((location) => location.replace(/\/([^/]+)$/, '/v2/$1')),
    },
  ]),
  ...faultsIn('create', [
    {
      id: 'create.answer-is-id-only',
      title: 'The answer to a creation holds schemas and id only',
      consequence: 'Clients do not learn what the server made of what they sent.',
      source: 'own',
      violates: ['RFC7644-3.3-09'],
      replace: (seams) => ({
        answerCreated: (stored, selection, call) =>
          withBody(seams.answerCreated(stored, selection, call), ({ schemas = [], id = '' }) => ({
            schemas,
            id,
          })),
      }),
    },
  ]),
]
