import { bind, type BoundFilter } from '../scim/filter/bind.ts'
import { judgeOf } from '../scim/filter/judge.ts'
import { compareFinding, presentFinding } from '../scim/filter/judgeLeaf.ts'
import { spellingRuling } from '../scim/filter/spelling.ts'
import { ANY, FALSE, NEITHER, TRUE, both, either, has, negated } from '../scim/filter/truths.ts'
import type { Truths } from '../scim/filter/truths.ts'
import type { Filter, Resource, ResourceSchema } from '../scim/types.ts'

/** What conforming servers may make of filters about one population. Each expression is looked at once. */
export interface Standing {
  /** For each member, the truth values that conforming servers may give to a filter. */
  readonly truthsOf: (filter: Filter) => readonly Truths[]
  /** Whether no two conforming servers may disagree about which members a filter selects. */
  readonly isDecided: (filter: Filter) => boolean
  /** Whether a filter surely selects some members, and surely leaves out others. */
  readonly isSelective: (filter: Filter) => boolean
}

/** Expressions that are remembered. */
const MOST = 20_000

const known = new WeakMap<readonly Resource[], WeakMap<ResourceSchema, Standing>>()

/** The standing of filters on a population; one for each population, as long as that is the same array. */
export function standingOf(schema: ResourceSchema, population: readonly Resource[]): Standing {
  const here = known.get(population) ?? new WeakMap<ResourceSchema, Standing>()
  known.set(population, here)
  const standing = here.get(schema) ?? newStanding(schema, population)
  here.set(schema, standing)
  return standing
}

function newStanding(schema: ResourceSchema, population: readonly Resource[]): Standing {
  const leaves = new Map<string, readonly Truths[]>()

  const ofLeaf = (filter: Filter): readonly Truths[] => {
    const key = JSON.stringify(filter)
    const before = leaves.get(key)
    if (before !== undefined) return before
    if (leaves.size >= MOST) leaves.clear()
    const truths = filter.kind === 'valuePath' ? ofBrackets(filter) : ofExpression(bind(filter, schema))
    leaves.set(key, truths)
    return truths
  }

  const ofExpression = (bound: BoundFilter): readonly Truths[] => {
    if (bound.kind !== 'compare' && bound.kind !== 'present') return population.map(() => ANY)
    if (spellingRuling(bound.source.path, schema) !== undefined) return population.map(() => ANY)
    return population.map((member) =>
      bound.kind === 'compare'
        ? compareFinding(bound, member, schema).truths
        : presentFinding(bound, member).truths,
    )
  }

  /** Brackets are judged as they are, and denied: what is decided both ways is true or false. */
  const ofBrackets = (filter: Filter): readonly Truths[] => {
    const plain = judgeOf(filter, schema)
    const denied = judgeOf({ kind: 'not', filter }, schema)
    return population.map((member) => {
      const { verdict } = plain(member)
      if (verdict === 'either') return ANY
      if (verdict === 'match') return TRUE
      const contrary = denied(member).verdict
      return contrary === 'match' ? FALSE : contrary === 'no-match' ? NEITHER : FALSE | NEITHER
    })
  }

  const truthsOf = (filter: Filter): readonly Truths[] => {
    switch (filter.kind) {
      case 'and':
      case 'or': {
        const join = filter.kind === 'and' ? both : either
        const right = truthsOf(filter.right)
        return truthsOf(filter.left).map((truths, at) => join(truths, right[at] ?? ANY))
      }
      case 'not':
        return truthsOf(filter.filter).map(negated)
      default:
        return ofLeaf(filter)
    }
  }

  const isOpen = (truths: Truths) => has(truths, TRUE) && has(truths, FALSE | NEITHER)
  return {
    truthsOf,
    isDecided: (filter) => !truthsOf(filter).some(isOpen),
    isSelective: (filter) => {
      const truths = truthsOf(filter)
      return truths.includes(TRUE) && truths.some((one) => !has(one, TRUE))
    },
  }
}
