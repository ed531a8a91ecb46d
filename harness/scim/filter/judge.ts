import { isObject } from '../json.ts'
import type { AttributePath, Filter, JsonObject, Resource, ResourceSchema } from '../types.ts'
import { bind } from './bind.ts'
import type { BoundFilter } from './bind.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { compareFinding, presentFinding } from './judgeLeaf.ts'
import { spellingRuling } from './spelling.ts'
import { ANY, FALSE, NEITHER, TRUE, both, either, has, isDecided, negated } from './truths.ts'
import { checkFilter } from './validate.ts'

/** What conforming servers do with a resource when they are asked for a filter. */
export interface Judgement {
  /** `either` where the rulings leave servers free to select the resource or not. */
  readonly verdict: 'match' | 'no-match' | 'either'
  /** Ids of the rulings behind an `either`; empty when the verdict is decided. */
  readonly rulings: readonly string[]
}

/** The ruling that leaves it open whether a path is known by its spelling. */
type Spelling = (path: AttributePath) => string | undefined
type Of<Kind extends BoundFilter['kind']> = Extract<BoundFilter, { kind: Kind }>

/**
 * Whether a conforming server that answers 200 selects a resource: `match` and `no-match` where every allowed reading
 * agrees, `either` where readings differ, with the rulings that allow them. A filter that must be refused has no right
 * selection: `either`. Whether it may be refused, see `refusable`.
 */
export function judge(filter: Filter, resource: Resource, schema: ResourceSchema): Judgement {
  return judgeOf(filter, schema)(resource)
}

/** {@link judge} for many resources: the filter is looked at once. */
export function judgeOf(filter: Filter, schema: ResourceSchema): (resource: Resource) => Judgement {
  const refusal = checkFilter(filter, schema).find((problem) => problem.kind === 'no-order')
  if (refusal !== undefined) return () => ({ verdict: 'either', rulings: [refusal.ruling] })
  const bound = bind(filter, schema)
  const spellings = new Map<AttributePath, string | undefined>()
  const spelling: Spelling = (path) => {
    if (!spellings.has(path)) spellings.set(path, spellingRuling(path, schema))
    return spellings.get(path)
  }
  return (resource) => {
    const { truths, rulings } = judged(bound, resource, schema, spelling)
    if (!has(truths, TRUE)) return { verdict: 'no-match', rulings: [] }
    if (!has(truths, FALSE | NEITHER)) return { verdict: 'match', rulings: [] }
    return { verdict: 'either', rulings: [...rulings].sort() }
  }
}

function judged(filter: BoundFilter, from: JsonObject, schema: ResourceSchema, spelling: Spelling): Finding {
  const inner = (one: BoundFilter): Finding => judged(one, from, schema, spelling)
  switch (filter.kind) {
    case 'not':
      return negation(inner(filter.filter))
    case 'and':
      return filter.operands.map(inner).reduce(joined(both))
    case 'or':
      return filter.operands.map(inner).reduce(joined(either))
    case 'compare':
    case 'present':
    case 'valuePath': {
      const ruling = spelling(filter.source.path)
      return ruling === undefined ? leafFinding(filter, from, schema) : finding(ANY, ruling)
    }
  }
}

function leafFinding(
  filter: Of<'compare' | 'present' | 'valuePath'>,
  from: JsonObject,
  schema: ResourceSchema,
): Finding {
  if (filter.kind === 'compare') return compareFinding(filter, from, schema)
  return filter.kind === 'present' ? presentFinding(filter, from) : valuePathFinding(filter, from, schema)
}

/** Where nothing is there to compare, the contrary is true for some servers and unknown for others (F-03). */
function negation({ truths, rulings }: Finding): Finding {
  const isOpen = has(truths, FALSE) && has(truths, NEITHER)
  return finding(negated(truths), ...rulings, ...(isOpen ? ['F-03'] : []))
}

const joined =
  (join: typeof both) =>
  (left: Finding, right: Finding): Finding => {
    const truths = join(left.truths, right.truths)
    return finding(truths, ...(isDecided(truths) ? [] : [...left.rulings, ...right.rulings]))
  }

/** One element must match the whole (RFC 7644 §3.4.2.2 Table 5). Whether "no element" is false or unknown is open. */
function valuePathFinding(
  { attribute, filter }: Of<'valuePath'>,
  from: JsonObject,
  schema: ResourceSchema,
): Finding {
  if (attribute === undefined) return finding(FALSE | NEITHER, 'F-01')
  const elements = attribute.values(from).filter((element) => element !== undefined)
  if (elements.length === 0) return finding(FALSE | NEITHER)
  if (attribute.definition.type !== 'complex') return finding(ANY, 'F-10')
  const found = elements
    .map((element) =>
      isObject(element) ? judged(filter, element, schema, () => undefined) : finding(FALSE | NEITHER),
    )
    .reduce(joined(either))
  return finding(has(found.truths, NEITHER) ? found.truths | FALSE : found.truths, ...found.rulings)
}
