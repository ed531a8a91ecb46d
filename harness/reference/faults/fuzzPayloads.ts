import { faultsIn } from './touch.ts'

/** What is written into every user once a body has polluted what objects inherit. */
const POLLUTED = /"(__proto__|constructor)"\s*:/

/** Faults that only bodies show which are not in order. */
export const fuzzPayloadFaults = faultsIn('errors', [
  {
    id: 'errors.half-bodies-break',
    title: 'A body that is cut short is answered with 500',
    consequence: 'Whoever reads the log takes a mistake of the client for one of the server.',
    source: 'own',
    violates: ['RFC7644-3.12-01'],
    replace: (seams) => ({
      parseJson: (text, call) => {
        if (/^\s*\{/.test(text) && !/\}\s*$/.test(text)) throw new RangeError('unexpected end')
        return seams.parseJson(text, call)
      },
    }),
  },
  {
    id: 'errors.inherited-names-stick',
    title: 'A body with names of inherited members changes what every user shows afterwards',
    consequence: 'One request makes everybody an administrator.',
    source: 'own',
    violates: ['RFC7644-3.12-01'],
    replace: (seams) => {
      let isPolluted = false
      return {
        parseJson: (text, call) => {
          isPolluted ||= POLLUTED.test(text)
          return seams.parseJson(text, call)
        },
        project: (resource, selection, type, call) => {
          const shown = seams.project(resource, selection, type, call)
          return isPolluted ? { ...shown, admin: true } : shown
        },
      }
    },
  },
])
