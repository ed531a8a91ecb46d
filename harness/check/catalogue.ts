import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The RFCs whose normative statements are catalogued, in the order of the catalogue. */
export const catalogued = ['RFC7642', 'RFC7643', 'RFC7644', 'RFC9865', 'RFC9967', 'RFC9944'] as const

export type CataloguedDocument = (typeof catalogued)[number]

/** RFC 2119 keyword of a statement; IMPLIED is a normative sentence or table row without one. */
export type RequirementLevel = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'IMPLIED'

/** What it takes to see from outside whether a statement holds. */
export type Testable =
  | { readonly kind: 'black-box' }
  | { readonly kind: 'conditional' | 'needs-setup'; readonly on: readonly string[] }
  | { readonly kind: 'no'; readonly why: string }

export type Grading = 'fail' | 'warn' | 'accept'

/** One normative statement, told in our own words, with a link to the clause. */
export interface Requirement {
  readonly id: string
  readonly document: CataloguedDocument
  readonly section: string
  readonly level: RequirementLevel
  readonly role: 'server' | 'client' | 'both'
  readonly subject: string
  readonly demand: string
  readonly url: string
  readonly testable: Testable
  /** How a black box shows it; absent where it is not testable. A ruling wins over it. */
  readonly how?: string
  /** What the plain violation gets in the `rfc` profile, where a ruling decides it; its other cases may differ. */
  readonly grade?: Grading
  readonly rulings?: readonly string[]
  /** Why both sides conform, where no MAY stands in the text. */
  readonly permission?: string
}

/** How one ambiguous or contradictory clause is graded. */
export interface Ruling {
  readonly id: string
  readonly title: string
  readonly profile: 'rfc' | 'entra' | 'microsoft' | 'all'
  readonly statement: string
  readonly fail: readonly string[]
  readonly warn: readonly string[]
  readonly accept: readonly string[]
  /** Rulings of the `rfc` profile that this one replaces in its own. */
  readonly overrides?: readonly string[]
  readonly requirements: readonly string[]
}

interface Catalogue {
  readonly requirements: ReadonlyMap<string, Requirement>
  readonly rulings: ReadonlyMap<string, Ruling>
  readonly gradingVersion: number
  readonly hash: string
}

const root = new URL('../../fixtures/requirements/', import.meta.url)
const memo = new Map<'catalogue', Catalogue>()

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, root), 'utf8')) as T
}

const byId = <T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.id, entry]))

/** JSON with the members of every object in code-unit order and without white space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

function load(): Catalogue {
  const requirements = catalogued.flatMap(
    (document) => read<{ requirements: Requirement[] }>(`${document.toLowerCase()}.json`).requirements,
  )
  const { rulings, gradingVersion } = read<{ rulings: Ruling[]; gradingVersion: number }>('rulings.json')
  const hash = createHash('sha256').update(canonical({ gradingVersion, requirements, rulings })).digest('hex')
  return { requirements: byId(requirements), rulings: byId(rulings), gradingVersion, hash: `sha256:${hash}` }
}

function catalogue(): Catalogue {
  const known = memo.get('catalogue') ?? load()
  memo.set('catalogue', known)
  return known
}

function edits(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...right].entries()) {
      const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}

function find<T>(kind: string, entries: ReadonlyMap<string, T>, id: string): T {
  const found = entries.get(id)
  if (found !== undefined) return found
  const [nearest] = [...entries.keys()]
    .map((known) => ({ known, far: edits(known.toLowerCase(), id.toLowerCase()) }))
    .sort((left, right) => left.far - right.far)
  throw new RangeError(`no ${kind} ${JSON.stringify(id)}; the nearest is ${nearest?.known ?? 'none'}`)
}

/** The catalogued statement of that id (`RFC7644-3.5.2.3-10`). Throws a RangeError that names the nearest id. */
export function requirement(id: string): Requirement {
  return find('requirement', catalogue().requirements, id)
}

/** Every catalogued statement, document by document in the order of the texts. */
export function allRequirements(): readonly Requirement[] {
  return [...catalogue().requirements.values()]
}

/** The ruling of that id (`M-02`). Throws a RangeError that names the nearest id. */
export function ruling(id: string): Ruling {
  return find('ruling', catalogue().rulings, id)
}

export function allRulings(): readonly Ruling[] {
  return [...catalogue().rulings.values()]
}

/** Version of the rulings; it moves when a released ruling changes. */
export function gradingVersion(): number {
  return catalogue().gradingVersion
}

/** `sha256:` and the digest of statements and rulings in canonical JSON: layout and member order do not move it. */
export function catalogueHash(): string {
  return catalogue().hash
}
