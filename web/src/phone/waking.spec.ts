import { expect, test } from 'vitest'
import { hasSlept, onWaking } from './waking'

test.each([
  ['on time', 2_000, false],
  ['late, as in a hidden page', 61_000, false],
  ['hours later', 3_600_000, true],
])('a look %s', (_, gap, slept) => {
  expect(hasSlept(1_000, 1_000 + gap)).toBe(slept)
})

test('another network is told until it is ended', () => {
  const told: boolean[] = []
  const end = onWaking((moved) => told.push(moved))
  dispatchEvent(new Event('online'))
  document.dispatchEvent(new Event('visibilitychange'))
  end()
  dispatchEvent(new Event('online'))
  expect(told).toEqual([true, false])
})
