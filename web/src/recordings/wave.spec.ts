import { expect, test } from 'vitest'
import { bars, momentAt, rulerMoments, rulerStep } from './wave'

test('the loudest of what falls onto a bar is drawn', () => {
  expect(bars([0, 1, 0, 0], 6).map((bar) => Math.round(bar.high * 100) / 100)).toEqual([1, 0.02])
  expect(bars([1], 9).map((bar) => bar.x)).toEqual([0, 3, 6])
  expect(bars([], 300)).toEqual([])
})

test('soft voices are lifted, nothing leaves the lane', () => {
  const [soft, loud] = bars([0.05, 3], 6)
  expect(soft?.high).toBeGreaterThan(0.1)
  expect(loud?.high).toBe(1)
})

test.each([
  ['a short call', 20, 900, 2],
  ['an ordinary one', 180, 900, 30],
  ['two hours', 7_200, 900, 900],
  ['a day', 86_400, 900, 7_200],
])('the ruler of %s', (_, seconds, pixels, expected) => {
  expect(rulerStep(seconds, pixels)).toBe(expected)
})

test('the ruler begins at nothing and stays within', () => {
  expect(rulerMoments(5, 500)).toEqual([0, 1, 2, 3, 4, 5])
})

test.each([
  ['in the middle', 50, 5],
  ['left of it', -3, 0],
  ['right of it', 200, 10],
])('the moment %s', (_, x, expected) => {
  expect(momentAt(x, 100, 10)).toBe(expected)
})
