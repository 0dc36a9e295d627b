import { expect, test } from 'vitest'
import { pastSilence, withoutSilence, type Stretch } from './silence'

const SILENCES: Stretch[] = [
  [0, 3],
  [10, 14.5],
]

test.each([
  ['the beginning of a silence is heard', 10.3, null],
  ['then the player goes to its end', 10.4, 14.1],
  ['also when one has jumped into it', 12, 14.1],
  ['its end is heard', 14.1, null],
  ['talk is heard', 5, null],
  ['a silence at the very beginning', 0.5, 2.6],
  ['after everything', 99, null],
])('%s', (_, at, expected) => {
  expect(pastSilence(at, SILENCES)).toBe(expected)
})

test('never backwards, never twice', () => {
  for (let at = 0; at < 20; at += 0.05) {
    const next = pastSilence(at, SILENCES)
    if (next === null) continue
    expect(next).toBeGreaterThan(at)
    expect(pastSilence(next, SILENCES)).toBeNull()
  }
})

test('how long the rest takes', () => {
  expect(withoutSilence(20, SILENCES)).toBeCloseTo(20 - 2.2 - 3.7)
  expect(withoutSilence(20, [[1, 1.5]])).toBe(20)
})
