import { describe, expect, test } from 'vitest'
import { fromAddress, NOTHING, toAddress, toQuestion } from './filters'

const ZONE = 'Asia/Shanghai'

describe('the address', () => {
  test('holds what is asked for, and nothing else', () => {
    const asked = { ...NOTHING, caller: ' 5550 0101 ', from: '2026-11-20', marked: '1' }
    expect(toAddress(asked)).toEqual({ caller: '5550 0101', from: '2026-11-20', marked: '1' })
    expect(fromAddress(toAddress(asked))).toEqual({ ...asked, caller: '5550 0101' })
  })

  test.each([
    ['a day that is none', { from: 'yesterday' }],
    ['a length that is none', { min: 'x' }],
    ['an order that is not offered', { sort: 'id' }],
    ['a state that is none', { state: 'odd' }],
    ['something twice', { caller: ['1', '2'] }],
    ['something unknown', { drop: 'table' }],
  ])('%s is left out', (_, query) => {
    expect(fromAddress(query)).toEqual(NOTHING)
  })
})

test.each([
  ['nothing', {}, {}],
  ['a number as people write it', { caller: '+86 (5550) 01-01' }, { caller: '8655500101' }],
  [
    'days of the site, the last one whole',
    { from: '2026-11-20', to: '2026-11-20' },
    { since: '2026-11-19T16:00:00.000Z', until: '2026-11-20T16:00:00.000Z' },
  ],
  ['minutes', { min: '1.5', max: '10' }, { at_least: 90, at_most: 600 }],
  [
    'marks',
    { notes: '道歉', marked: '1', hold: '0' },
    { marks_text: '道歉', marked: true, legal_hold: false },
  ],
  ['an order', { sort: '-seconds' }, { sort: '-seconds' }],
])('the API is asked for %s', (_, typed, expected) => {
  expect(toQuestion({ ...NOTHING, ...typed }, ZONE)).toEqual(expected)
})

test('the page after this one', () => {
  expect(toQuestion({ ...NOTHING, agent: '8001' }, ZONE, 'abc')).toEqual({ agent: '8001', cursor: 'abc' })
})
