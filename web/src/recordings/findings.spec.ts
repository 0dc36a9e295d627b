import { expect, test } from 'vitest'
import { KINDS, kindOf, lengths, toneOfKind } from './findings'

test.each([
  ['damaged', 'damaged'],
  ['odd', null],
  [undefined, null],
  [['short'], null],
])('an address that names %s', (value, expected) => {
  expect(kindOf(value)).toBe(expected)
})

test.each([
  ['what is gone is grave', 'missing', 'danger'],
  ['damaged too', 'damaged', 'danger'],
  ['what is short may still be heard', 'short', 'warn'],
  ['what waits mends itself', 'waiting', 'busy'],
] as const)('%s', (_, kind, tone) => {
  expect(toneOfKind(kind)).toBe(tone)
})

test('each kind once', () => {
  expect(new Set(KINDS).size).toBe(KINDS.length)
})

test.each([
  ['both', { found: 12, expected: 75 }, '0:12 / 1:15'],
  ['nothing there', { found: null, expected: 5 }, '0:00 / 0:05'],
  ['nothing expected', { found: 7.9, expected: null }, '0:07'],
  ['neither', { found: null, expected: null }, ''],
])('lengths: %s', (_, finding, expected) => {
  expect(lengths(finding)).toBe(expected)
})
