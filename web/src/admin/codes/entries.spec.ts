import { expect, test } from 'vitest'
import { codeFits, complete, moved, offers, sent } from './entries'

const [A, B, C] = ['a', 'b', 'c'].map((code) => ({ code, zh: `${code} `, en: code, active: true }))
const ALL = [A!, B!, C!]

test.each([
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
] as const)('place %i by %i', (at, by, order) => {
  expect(
    moved(ALL, at, by)
      .map((entry) => entry.code)
      .join(''),
  ).toBe(order)
})

test.each([
  ['d_1', true],
  ['a', false],
  ['D', false],
  ['1d', false],
  ['', false],
  ['x'.repeat(33), false],
])('a new code %s', (code, fits) => {
  expect(codeFits(ALL, code)).toBe(fits)
})

test('words go without blanks, and without what only the form knows', () => {
  expect(sent([{ ...A!, fresh: true }])).toEqual([{ code: 'a', zh: 'a', en: 'a', active: true }])
})

test('both languages, and something to choose from', () => {
  expect(complete(ALL)).toBe(true)
  expect(complete([{ ...A!, en: ' ' }])).toBe(false)
  expect([offers(ALL), offers([{ ...A!, active: false }])]).toEqual([true, false])
})
