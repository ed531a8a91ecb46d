import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { FALSE, has, TRUE } from '../scim/filter/truths.ts'
import type { CompareOperator, Filter, Resource, ResourceSchema } from '../scim/types.ts'
import { spellPath } from './attributePath.ts'
import { comparedAttribute, drawOperand } from './comparison.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { filterFor } from './filter.ts'
import { leavesOf } from './filterLeaves.ts'
import type { Leaf } from './filterLeaves.ts'
import { drawMeetingFilter, severalIn } from './meetingFilter.ts'
import { MISREADINGS } from './misreading.ts'
import { isFilter, smallerFilters } from './smallerFilter.ts'
import { standingOf } from './standing.ts'
import { isPlainText, LIKENESSES, SIGNS, testNearly, testWithSign } from './tellingText.ts'
import type { TextTest } from './tellingText.ts'

/** Draws a filter that shows one class of mistakes; undefined when the draw came to nothing. */
type Aim = (draw: Draw) => Filter | undefined

/** How often an aim is taken before any filter is drawn in its place. */
const TRIES = 12

const percent = fc.integer({ min: 0, max: 99 })

const and = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right })
const or = (left: Filter, right: Filter): Filter => ({ kind: 'or', left, right })

/**
 * Filters that are each aimed at one class of mistakes, to be drawn in turn: every kind of sign in a text, texts that are
 * nearly one another, letter case within groups, values beside the ones that are there, absent values, and trees that
 * select others when they are misread. Only filters about which no two conforming servers may disagree.
 */
export function filterAims(
  schema: ResourceSchema,
  population: readonly Resource[],
): readonly Arbitrary<Filter>[] {
  const leaves = leavesOf(schema, population, {})
  const standing = standingOf(schema, population)
  const any = filterFor(schema, population, { decidableOnly: true })
  const small = filterFor(schema, population, { decidableOnly: true, maxDepth: 1 })
  const ofType = (...types: readonly string[]) =>
    leaves.filter(({ target }) => types.includes(comparedAttribute(target.resolved).type))
  const one = <T>(draw: Draw, list: readonly T[]): T | undefined =>
    list.length === 0 ? undefined : draw(fc.constantFrom(...list))
  const pathOf = (draw: Draw, { target }: Leaf) => spellPath(draw, target, schema, {})
  const compare = (
    draw: Draw,
    leaf: Leaf,
    op: CompareOperator,
    value: string | number | boolean | null,
  ): Filter => ({ kind: 'compare', path: pathOf(draw, leaf), op, value })

  const texts = ofType('string').filter(
    ({ target }) => comparedAttribute(target.resolved).canonicalValues.length === 0,
  )
  const textsOf = (leaf: Leaf) =>
    leaf.values.filter((value): value is string => typeof value === 'string' && isPlainText(value))
  const textAim =
    (fits: (text: string) => boolean, test: (draw: Draw, text: string) => TextTest | undefined): Aim =>
    (draw) => {
      const leaf = one(
        draw,
        texts.filter((each) => textsOf(each).some(fits)),
      )
      const text = leaf && one(draw, textsOf(leaf).filter(fits))
      const found = text === undefined ? undefined : test(draw, text)
      return leaf === undefined || found === undefined
        ? undefined
        : compare(draw, leaf, found.op, found.value)
    }
  const withSigns = SIGNS.map((sign) =>
    textAim(
      (text) => sign.test(text),
      (draw, text) => testWithSign(draw, text, sign),
    ),
  )
  const nearly = LIKENESSES.map((change) =>
    textAim(
      (text) => change(text) !== text,
      (draw, text) => testNearly(draw, text, change),
    ),
  )

  /** Whether a group selects others for a part of it than it would if nothing passed that. */
  const matters = (group: Filter, other: Filter) => {
    const whole = standing.truthsOf(group)
    if (group.kind === 'and') return whole.includes(TRUE)
    const rest = standing.truthsOf(other)
    return whole.some((truths, at) => truths === TRUE && !has(rest[at] ?? TRUE, TRUE))
  }

  /** A text in the other case, in a group that selects by it. */
  const otherCase: Aim = (draw) => {
    const free = texts.filter(({ target }) => !comparedAttribute(target.resolved).caseExact)
    const leaf = one(draw, free)
    const text =
      leaf &&
      one(
        draw,
        textsOf(leaf).filter((value) => /[a-z]/i.test(value)),
      )
    if (leaf === undefined || text === undefined) return undefined
    const turned = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()
    const inner = compare(draw, leaf, 'eq', turned)
    const other = draw(small)
    const group = draw(fc.boolean()) ? and(other, inner) : or(inner, other)
    return matters(group, other) ? group : undefined
  }

  const test = (draw: Draw, leaf: Leaf): Filter => {
    const op = draw(fc.constantFrom(...leaf.operators))
    const value = drawOperand(draw, comparedAttribute(leaf.target.resolved), op, leaf.values)
    return compare(draw, leaf, op, value)
  }

  /** Two conditions on one attribute, of which each counts. */
  const sameAttribute =
    (join: typeof and): Aim =>
    (draw) => {
      const leaf = one(draw, draw(fc.boolean()) ? texts : leaves)
      if (leaf === undefined) return undefined
      const [left, right] = [test(draw, leaf), test(draw, leaf)]
      const [whole, ...parts] = [join(left, right), left, right].map(standing.truthsOf)
      const differs = (part: typeof whole) =>
        whole?.some((truths, at) => (truths === TRUE) !== (part?.[at] === TRUE)) === true
      return parts.every(differs) ? join(left, right) : undefined
    }

  /** What is false, beside what is absent. */
  const falsehood: Aim = (draw) => {
    const single = ofType('boolean').filter(({ target }) => !target.resolved.attribute.multiValued)
    const leaf = one(draw, single)
    return leaf && compare(draw, leaf, 'eq', false)
  }

  /** Whether there is a value, whatever it is. */
  const presence =
    (of: readonly Leaf[]): Aim =>
    (draw) => {
      const leaf = one(draw, of)
      return leaf && { kind: 'present', path: pathOf(draw, leaf) }
    }

  const several = severalIn(schema, population)
  const meeting =
    (form: Parameters<typeof drawMeetingFilter>[4]): Aim =>
    (draw) =>
      drawMeetingFilter(draw, schema, several, {}, form)

  /** A comparison with what is there, or stands right beside it. */
  const beside =
    (of: readonly Leaf[], ops?: readonly CompareOperator[]): Aim =>
    (draw) => {
      const leaf = one(draw, of)
      const op = leaf && one(draw, ops ?? leaf.operators)
      if (leaf === undefined || op === undefined) return undefined
      return compare(
        draw,
        leaf,
        op,
        drawOperand(draw, comparedAttribute(leaf.target.resolved), op, leaf.values),
      )
    }

  /** The same moment, or one hours away, as another zone writes it. */
  const otherZone: Aim = (draw) => {
    const leaf = one(draw, ofType('dateTime'))
    const value = leaf && one(draw, leaf.values)
    const instant = Date.parse(String(value))
    if (leaf === undefined || Number.isNaN(instant)) return undefined
    const [hours, zone] = draw(fc.constantFrom([5, '+05:00'], [-5, '-05:00'], [9, '+09:00'], [-3, '-03:00']))
    const op = draw(fc.constantFrom(...leaf.operators))
    const away = op === 'eq' || op === 'ne' ? 0 : draw(fc.constantFrom(-hours, hours, 12, -12))
    const moved = new Date(instant + (hours + away) * 3_600_000).toISOString().slice(0, 19)
    return compare(draw, leaf, op, `${moved}${zone}`)
  }

  /** A moment on the same day. */
  const sameDay: Aim = (draw) => {
    const leaf = one(draw, ofType('dateTime'))
    const value = leaf && one(draw, leaf.values)
    const op = one(draw, ['gt', 'ge', 'lt', 'le'] as const)
    const [day, hour] = /^(\d{4}-\d\d-\d\dT)(\d\d).*Z$/.exec(String(value))?.slice(1) ?? []
    if (leaf === undefined || op === undefined || day === undefined) return undefined
    const hours = [0, 1, 11, 22, 23].filter((each) => each !== Number(hour))
    const at = String(one(draw, hours) ?? 0).padStart(2, '0')
    return compare(draw, leaf, op, `${day}${at}:30:00Z`)
  }

  /** What is surely true or false of every member: there is no value, or none that passes. */
  const strict = (draw: Draw): Filter => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const leaf = draw(fc.constantFrom(...leaves))
      const path = pathOf(draw, leaf)
      const present: Filter = { kind: 'present', path }
      const form = draw(percent)
      const plain = test(draw, leaf)
      const filter = form < 30 ? present : form < 60 ? plain : and(present, plain)
      if (standing.truthsOf(filter).every((truths) => truths === TRUE || truths === FALSE)) return filter
    }
    return draw(small)
  }
  const part = (draw: Draw) => (draw(percent) < 60 ? strict(draw) : draw(small))

  /** Several tests at once: each selects few, or nobody, so that none hides another. */
  const packed =
    (...parts: readonly (readonly Aim[])[]): Aim =>
    (draw) => {
      const drawnParts = parts.map((aims) => one(draw, aims)?.(draw))
      const decided = drawnParts.filter((filter) => filter !== undefined && standing.isDecided(filter))
      return decided.length < 2
        ? undefined
        : decided.reduce((left, right) => left && right && or(left, right))
    }

  /** A denial of a group in which one side says nothing of some member. */
  const deniedGroup: Aim = (draw) => {
    const leaf = one(draw, leaves)
    const present: Filter | undefined = leaf && { kind: 'present', path: pathOf(draw, leaf) }
    if (present === undefined) return undefined
    const other = strict(draw)
    const [left, right] = draw(fc.boolean()) ? [present, other] : [other, present]
    return { kind: 'not', filter: draw(fc.boolean()) ? and(left, right) : or(left, right) }
  }

  /** A tree that selects others when it is misread in one way. */
  const misread =
    (reading: (typeof MISREADINGS)[number]): Aim =>
    (draw) => {
      const filter = reading.shape(() => part(draw))
      const other = reading.read(filter, schema)
      if (other === undefined || !standing.isDecided(filter)) return undefined
      const [right, wrong] = [filter, other].map(standing.truthsOf)
      return right?.every((truths, at) => truths === wrong?.[at]) === true ? undefined : filter
    }

  const aims: readonly Aim[] = [
    ...withSigns,
    ...MISREADINGS.map(misread),
    packed(nearly, nearly, withSigns),
    otherCase,
    deniedGroup,
    packed(nearly, nearly, nearly),
    sameAttribute(and),
    sameAttribute(or),
    meeting('apart'),
    packed(nearly, nearly, withSigns),
    meeting('together'),
    meeting('dotted'),
    meeting('other'),
    packed(nearly, nearly, nearly),
    presence(ofType('boolean', 'integer', 'decimal')),
    otherZone,
    packed(nearly, [sameDay], withSigns),
    sameDay,
    falsehood,
    otherCase,
    packed(nearly, nearly, withSigns),
    deniedGroup,
    beside(ofType('boolean'), ['eq', 'ne']),
    beside(ofType('integer', 'decimal')),
    packed(nearly, nearly, nearly),
    beside(ofType('integer', 'decimal'), ['gt', 'ge', 'lt', 'le']),
    beside(ofType('dateTime')),
    beside(ofType('reference', 'binary')),
    meeting('together'),
  ]
  return aims.map((aim) =>
    drawn({
      make: (draw) => {
        for (let attempt = 0; attempt < TRIES; attempt++) {
          const filter = aim(draw)
          if (filter !== undefined && standing.isDecided(filter)) return filter
        }
        return draw(any)
      },
      isValue: isFilter,
      *smaller(filter) {
        for (const candidate of smallerFilters(filter, schema))
          if (standing.isDecided(candidate)) yield candidate
      },
    }),
  )
}
