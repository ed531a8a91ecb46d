import { ScimError } from '../../scim/error.ts'
import type { Fault } from '../fault.ts'
import type { Answer, Call, StoredResource } from '../state.ts'
import { faultsIn, withoutHeader } from './touch.ts'

/** Whoever is logged in, when nobody is said to be. */
const somebody: StoredResource = {
  id: 'a1b7c0de-0000-4000-8000-000000000001',
  type: 'User',
  attributes: { userName: 'subject@example.com' },
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-01-01T00:00:00.000Z',
  revision: 1,
}
const isMe = (url: URL) => url.pathname.endsWith('/Me')

/** /Me stands for somebody, and is answered otherwise. */
const answering =
  (change: (answer: Answer, call: Call) => Answer): Fault['replace'] =>
  (seams) => ({
    subjectOf: () => somebody,
    answerRead: (stored, selection, call) => {
      const answer = seams.answerRead(stored, selection, call)
      return isMe(call.url) ? change(answer, call) : answer
    },
  })

/** /Me is answered with a redirect. */
const redirecting = (status: number, headers: (call: Call) => Readonly<Record<string, string>>) =>
  answering((_, call) => ({ status, headers: headers(call) }))

/** Faults of the alias /Me. */
export const meFaults = faultsIn('read', [
  {
    id: 'read.me-not-found',
    title: '/Me is answered 404',
    consequence: 'A client takes its own user for deleted.',
    source: 'own',
    violates: ['RFC7644-3.11-03'],
    replace: () => ({
      subjectOf: () => {
        throw new ScimError(404, undefined, 'There is nothing here.')
      },
    }),
  },
  {
    id: 'read.me-without-location',
    title: 'An answer for /Me has no Location',
    consequence: 'The client does not learn where its user lies.',
    source: 'own',
    violates: ['RFC7644-3.11-07'],
    replace: answering((answer) => withoutHeader(answer, 'Location')),
  },
  {
    id: 'read.me-located-at-me',
    title: 'Location of an answer for /Me names /Me',
    consequence: 'What the client keeps as its address means somebody else to others.',
    source: 'own',
    violates: ['RFC7644-3.11-07'],
    replace: answering((answer, call) => ({
      ...answer,
      headers: { ...answer.headers, Location: `${call.baseUrl}/Me` },
    })),
  },
  {
    id: 'read.me-redirects-nowhere',
    title: '/Me is answered 308 without a Location',
    consequence: 'The client does not learn where its user lies.',
    source: 'own',
    violates: ['RFC7644-3.12-07'],
    replace: redirecting(308, () => ({})),
  },
  {
    id: 'read.me-redirects-to-a-stranger',
    title: '/Me is answered 308 with the URI of nobody',
    consequence: 'The client can not read its own user.',
    source: 'own',
    violates: ['RFC7644-3.12-07'],
    replace: redirecting(308, (call) => ({ Location: `${call.baseUrl}/Users/nobody` })),
  },
  {
    id: 'read.moved-without-location',
    title: '/Me is answered 307 without a Location',
    consequence: 'The client does not learn where to send its request.',
    source: 'own',
    violates: ['RFC7644-3.12-06'],
    replace: redirecting(307, () => ({})),
  },
])
