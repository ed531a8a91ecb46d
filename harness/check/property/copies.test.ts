import { expect, test } from 'vitest'
import { playReference } from '../../run/inProcess/inProcess.ts'
import { copiesOf } from './copies.ts'
import { forAll } from './property.ts'
import fc from 'fast-check'
import { suite } from '../suite.ts'
import { fail } from '../verdict.ts'

test('a counterexample is told on copies of the fewest members, with the fewest attributes', async () => {
  const { checks } = suite('Copies', { id: 'test.copies', file: 'test', needs: ['users'] }, ({ property }) =>
    property('p', { id: 'p', verifies: ['RFC7644-3.4.2.2-04'], timeoutMs: 60_000 }, async (context) => {
      const population = await context.population()
      const play = async (text: string, among = population) => {
        const shown = among.members.filter((member) => typeof member['title'] === 'string')
        if (shown.length > 0)
          fail({ reason: 'Somebody has a title.', about: [String(shown[0]?.['id'])], observed: text })
      }
      return forAll(
        fc.constant(population.mark).map((mark) => `${mark}x`),
        (text) => play(text),
        { examples: 1, surroundings: copiesOf(context, population, { play }) },
      )
    }),
  )
  const { outcomes, sums } = await playReference({}, checks)
  const found = outcomes[0]?.counterexample
  expect(found?.held).toMatchObject({ what: 'population', was: 20 })
  const [member] = found?.held?.items ?? []
  expect(Object.keys(member as object).sort()).toEqual(['id', 'title', 'userName'])
  // What is said of the mark of the population is said of that of the copies.
  expect(found?.finding.observed).not.toBe(found?.text)
  expect(found?.finding.observed?.endsWith('x')).toBe(true)
  expect(sums.requests.requests).toBeLessThan(150)
})
