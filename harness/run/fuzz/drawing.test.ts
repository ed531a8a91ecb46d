import { expect, test } from 'vitest'
import { drawingSince } from './drawing.ts'

test('what was drawn is told in a few words', () => {
  let time = 1000
  const drawing = drawingSince(() => time)
  const cells = [
    ['production and', 'eq string'],
    ['eq boolean', 'compare within and', 'path core attribute'],
    [],
  ]
  for (const fresh of cells) drawing.hear({ check: 'fuzz.x', failed: false, fresh })
  time = 2500
  expect(drawing.text()).toBe('3 examples, 2 a second, 2 productions, 2 attribute types, 0 findings')
})
