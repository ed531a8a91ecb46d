import { describe, test } from 'vitest'
import type { Resource } from '../types.ts'
import { a1, b2, check, MORE, op, OWNED, rows, thing } from './things.assertions.ts'

describe('immutable', () => {
  test.each(
    rows(
      [{}, op('replace', 'badge', 'B'), {}],
      [{}, op('replace', 'badge', 'C'), 'immutable: badge is immutable and has a value'],
      [{}, op('remove', 'badge'), 'immutable: badge is immutable and has a value'],
      [{ 'M-10.immutable': 'ignore' }, op('replace', 'badge', 'C'), {}],
      [{}, op('add', 'marks', ['m']), {}],
      [{}, op('add', 'marks', ['n']), 'immutable: marks is immutable and has a value'],
      [{}, op('replace', 'card.serial', '2'), 'immutable: card.serial is immutable and has a value'],
      [{}, op('remove', 'card.serial'), 'immutable: card.serial is immutable and has a value'],
      [{ 'M-10.immutable': 'ignore' }, op('replace', 'card.serial', '2'), {}],
      [
        {},
        op('replace', 'card', { serial: '1', colour: 'blue' }),
        { card: { ...(thing.card as Resource), colour: 'blue' } },
      ],
      [{}, op('remove', 'card'), { card: null }],
      [
        {},
        op('replace', 'keys[value eq "2"].made', 'n'),
        'immutable: keys.made is immutable and has a value',
      ],
      [
        {},
        op('add', 'keys[value eq "2"]', { made: 'n' }),
        'immutable: keys.made is immutable and has a value',
      ],
      [
        { 'M-22': 'change' },
        op('replace', 'keys[value eq "2"].made', 'n'),
        { keys: [a1, { ...b2, made: 'n' }] },
      ],
      [{}, op('replace', 'keys[value eq "1"].made', 'n'), { keys: [{ ...a1, made: 'n' }, b2] }],
      [{}, op('remove', 'keys[value eq "2"].made'), 'immutable: keys.made is immutable'],
      [
        { 'M-22': 'change' },
        op('remove', 'keys[value eq "2"].made'),
        { keys: [a1, { value: '2', type: 'b', level: 'y' }] },
      ],
      [{}, op('remove', 'keys[value eq "2"]'), { keys: [a1] }],
      [
        {},
        op('add', 'keys', [{ value: '2', type: 'b', made: 'n', level: 'z' }]),
        { keys: [a1, { ...b2, level: 'z' }] },
      ],
    ),
  )('%s', (_, row) => check(row))

  test('what has no value may be set', () => {
    check([{}, op('replace', 'badge', 'C'), { badge: 'C' }], { label: 'L' })
    check([{}, op('add', 'card.serial', 'C'), { card: { colour: 'red', serial: 'C' } }], {
      label: 'L',
      card: { colour: 'red' },
    })
    check([{}, op('remove', 'badge'), {}], { label: 'L' })
  })
})

describe('required', () => {
  test.each(
    rows(
      [{}, op('remove', 'label'), 'required-removal: label is required'],
      [{}, op('replace', 'label', null), 'required: label is required'],
      [{}, op('replace', 'label', ''), 'required: label is required: it can not be empty'],
      [{ 'C-07': 'store' }, op('replace', 'label', ''), { label: '' }],
      [{}, op('remove', 'owners[value eq "o"]'), 'required-removal: owners is required'],
      [{}, op('replace', 'owners', []), 'required: owners is required'],
      [{}, op('remove', 'post.code'), 'required-removal: code is required'],
      [{}, op('replace', 'post.code', null), 'required: code is required'],
      [{}, op('remove', 'post.town'), { post: { code: 'c' } }],
      [{}, op('remove', 'post'), { post: null }],
      [{}, op('add', 'keys', [{ value: '3' }]), 'required: level is required'],
      [{}, op('add', 'keys', [{ value: '3', level: 'z' }]), { keys: [a1, b2, { value: '3', level: 'z' }] }],
      [{}, op('remove', 'keys[value eq "1"].level'), 'required-removal: level is required'],
      [{}, op('remove', OWNED), `required-removal: the extension ${OWNED} is required`],
      [{}, op('replace', OWNED, null), `required: the extension ${OWNED} is required`],
    ),
  )('%s', (_, row) => check(row))

  test('what was missing before is not asked for', () => {
    const before = { label: 'L', keys: [{ value: '1' }, b2], post: { town: 'w' } }
    check(
      [{}, op('replace', 'keys[value eq "2"].type', 'c'), { keys: [{ value: '1' }, { ...b2, type: 'c' }] }],
      before,
    )
    check([{}, op('remove', 'keys[value eq "2"]'), { keys: [{ value: '1' }] }], before)
    check([{}, op('replace', 'note', 'n'), { note: 'n' }], before)
    check([{}, op('replace', 'post.town', 'v'), 'required: code is required'], before)
  })

  test('removal of what is missing', () => {
    check([{}, op('remove', 'label'), 'required-removal: label is required'], {})
    check([{ 'M-04.guarded': 'no-target' }, op('remove', 'label'), 'unassigned: label has no value'], {})
    check([{ 'M-04.guarded': 'succeed' }, op('remove', 'label'), {}], {})
    check([{ 'M-04.guarded': 'succeed' }, op('remove', 'links'), {}], {})
    check([{ 'M-04.guarded': 'no-target' }, op('remove', 'links'), 'unassigned: links has no value'], {})
    check([{}, op('remove', 'links'), 'read-only-removal: links is readOnly'], {})
  })
})

describe('readOnly', () => {
  test.each(
    rows(
      [{}, op('replace', 'links[display eq "d"].display', 'd'), {}],
      [{}, op('replace', 'links[value pr].display', 'd'), 'read-only: links[value pr].display is readOnly'],
      [{ 'M-10.path-changed': 'ignore' }, op('replace', 'links[value pr].display', 'd'), {}],
      [
        { 'M-10.path-same': 'refuse' },
        op('replace', 'links[display eq "d"].display', 'd'),
        'read-only: links[display eq "d"].display is readOnly',
      ],
      [{}, op('replace', 'links', thing.links), {}],
      [{}, op('replace', 'links[value eq "1"]', { value: '1', display: 'd' }), {}],
      [
        {},
        op('replace', 'links[value eq "9"].display', 'd'),
        'read-only: links[value eq "9"].display is readOnly',
      ],
      [{}, op('remove', 'links[value eq "9"]'), 'read-only-removal: links[value eq "9"] is readOnly'],
      [{ 'M-04.guarded': 'succeed' }, op('remove', 'links[value eq "9"]'), {}],
      [
        { 'M-04.guarded': 'succeed' },
        op('remove', 'links[value eq "1"]'),
        'read-only-removal: links[value eq "1"] is readOnly',
      ],
      [{ 'M-10.path-changed': 'ignore' }, op('remove', 'links[value eq "1"]'), {}],
      [
        { 'M-10.path-changed': 'ignore' },
        op('remove', 'links[value eq "9"]'),
        'read-only-removal: links[value eq "9"] is readOnly',
      ],
      [{}, op('replace', 'card.stamp', 's'), {}],
      [{}, op('replace', 'card.stamp', 't'), 'read-only: card.stamp is readOnly'],
      [
        {},
        op('replace', 'card', { stamp: 't', colour: 'blue' }),
        { card: { ...(thing.card as Resource), colour: 'blue' } },
      ],
      [
        { 'M-10.nested': 'refuse' },
        op('replace', 'card', { stamp: 't' }),
        'read-only: card.stamp is readOnly',
      ],
      [
        { 'M-10.nested': 'refuse' },
        op('replace', 'card', { stamp: 's', colour: 'blue' }),
        { card: { ...(thing.card as Resource), colour: 'blue' } },
      ],
      [
        { 'M-10.nested': 'refuse' },
        op('replace', 'card', { stamp: null, colour: 'blue' }),
        { card: { ...(thing.card as Resource), colour: 'blue' } },
      ],
      [{}, op('remove', MORE), `read-only-removal: seen can not be removed`],
      [{}, { op: 'replace', value: { links: [] } }, 'read-only: links is readOnly'],
      [{ 'M-10.body-changed': 'ignore' }, { op: 'replace', value: { links: [] } }, {}],
      [
        { 'M-10.body-same': 'refuse' },
        { op: 'replace', value: { links: thing.links ?? null } },
        'read-only: links is readOnly',
      ],
    ),
  )('%s', (_, row) => check(row))

  test('nothing is the same as nothing', () => {
    check([{}, op('replace', 'links', []), {}], { label: 'L' })
    check([{}, op('replace', 'card.stamp', null), {}], { label: 'L' })
    check([{}, op('replace', 'links.display', 'd'), {}], { links: [{ display: 'd' }] })
    check([{}, op('replace', 'links.display', 'd'), 'read-only: links.display is readOnly'], {
      links: [{ display: 'd' }, {}],
    })
    check([{}, op('remove', MORE), 'immutable: seal can not be removed'], { [MORE]: { seal: 's' } })
  })
})
