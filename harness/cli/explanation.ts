import { allRequirements, requirement, ruling } from '../check/catalogue.ts'
import type { Check } from '../check/suite.ts'
import { levelOf } from '../run/level.ts'
import { nearest, usage } from '../run/usage.ts'

/** What is known of one check or requirement, as data. */
export interface Explanation {
  readonly id: string
  readonly kind: 'check' | 'requirement'
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[]
}

/** Explains a check or a requirement. @throws {UsageError} with the nearest ids when it is neither */
export function explain(id: string, checks: readonly Check[]): Explanation {
  const check = checks.find((candidate) => candidate.id === id)
  if (check !== undefined) return ofCheck(check)
  const requirements = allRequirements().map((candidate) => candidate.id)
  if (requirements.includes(id)) return ofRequirement(id, checks)
  const near = nearest(id, [...checks.map((candidate) => candidate.id), ...requirements])
  throw usage(
    `${id} is neither a check nor a requirement.`,
    near.length === 0 ? 'See: scimproof list' : `Nearest: ${near.join(', ')}.`,
  )
}

function ofCheck(check: Check): Explanation {
  const rulings = [
    ...new Set([...check.rulings, ...check.verifies.flatMap((id) => requirement(id).rulings ?? [])]),
  ]
  return {
    id: check.id,
    kind: 'check',
    sections: [
      { heading: check.title, lines: [`${check.profile} · ${levelOf(check)} · ${check.suite}`] },
      { heading: 'demands', lines: check.verifies.flatMap(demandOf) },
      ...(check.needs.length === 0 ? [] : [{ heading: 'needs', lines: [check.needs.join(', ')] }]),
      ...(rulings.length === 0 ? [] : [{ heading: 'rulings', lines: rulings.flatMap(rulingLines) }]),
      ...(check.impact === undefined ? [] : [{ heading: 'in Entra', lines: [check.impact] }]),
      ...(check.advice === undefined ? [] : [{ heading: 'advice', lines: [check.advice] }]),
      { heading: 'run it', lines: [`scimproof run URL --only ${check.id}`] },
    ],
  }
}

function ofRequirement(id: string, checks: readonly Check[]): Explanation {
  const { level, testable, how, rulings = [] } = requirement(id)
  const readers = checks.filter((check) => check.verifies.includes(id))
  return {
    id,
    kind: 'requirement',
    sections: [
      { heading: `${level}`, lines: demandOf(id) },
      {
        heading: 'seen from outside',
        lines: [
          'why' in testable
            ? `no: ${testable.why}`
            : 'on' in testable
              ? `${testable.kind}: ${testable.on.join(', ')}`
              : 'yes',
          ...(how === undefined ? [] : [how]),
        ],
      },
      ...(rulings.length === 0 ? [] : [{ heading: 'rulings', lines: rulings.flatMap(rulingLines) }]),
      {
        heading: 'verified by',
        lines: readers.length === 0 ? ['no check'] : readers.map((check) => `${check.id}  ${check.title}`),
      },
    ],
  }
}

function demandOf(id: string): string[] {
  const { demand, url } = requirement(id)
  return [`${id}  ${demand}`, url]
}

function rulingLines(id: string): string[] {
  const { title, statement, fail, warn, accept } = ruling(id)
  return [
    `${id}  ${title}: ${statement}`,
    ...(fail.length === 0 ? [] : [`fail: ${fail.join('; ')}`]),
    ...(warn.length === 0 ? [] : [`warn: ${warn.join('; ')}`]),
    ...(accept.length === 0 ? [] : [`accepted: ${accept.join('; ')}`]),
  ]
}

/** An explanation as text. */
export function printed({ id, sections }: Explanation): string {
  return [
    id,
    ...sections.flatMap(({ heading, lines }) => [`  ${heading}`, ...lines.map((line) => `      ${line}`)]),
  ].join('\n')
}
