import { expect, test } from 'vitest'
import { curve, HOUR, joined, recalled, sampled, STEP, type Sample } from './history'

const T = STEP * 1_000
const sample = (at: number, waiting: number, share: number | null = 1): Sample => ({ at, waiting, share })

test('within a step the peak of waiting callers and the latest share stay', () => {
  const hour = [sample(T, 1), sample(T + 5_000, 4, 0.5), sample(T + 9_000, 0, 0.6)]
  expect(hour.reduce(sampled, [] as Sample[])).toEqual([sample(T, 4, 0.6)])
})

test('a new step is a new point, and an hour is kept', () => {
  const hour = Array.from({ length: 200 }, (_, n) => sample(T + n * STEP, n)).reduce(sampled, [] as Sample[])
  expect(hour).toHaveLength(HOUR / STEP)
  expect(hour.at(-1)?.waiting).toBe(199)
})

test('the service fills what this page did not see, and counts where both did', () => {
  const own = [sample(T, 9), sample(T + 3 * STEP, 4)]
  const served = [sample(T - STEP, 1), sample(T + 1_000, 2)]
  expect(joined(own, served)).toEqual([served[0], served[1], own[1]])
})

test('a clock that was set back leaves no points in the future', () => {
  expect(sampled([sample(T + STEP, 3)], sample(T, 1))).toEqual([sample(T, 1)])
})

test.each([
  ['nothing kept', null, 0],
  ['no JSON', '{', 0],
  ['something else', '{"at":1}', 0],
  ['samples of the last hour', JSON.stringify([sample(T - HOUR, 1), sample(T - 5, 1), { at: 'x' }]), 1],
])('%s', (_, text, count) => {
  expect(recalled(text, T)).toHaveLength(count)
})

test('a curve is broken where nothing was collected', () => {
  const hour = [sample(T, 1, 0.5), sample(T + STEP, 2, null), sample(T + 9 * STEP, 3)]
  expect(curve(hour, 'waiting')).toEqual([
    [T, 1],
    [T + STEP, 2],
    [T + 8 * STEP, null],
    [T + 9 * STEP, 3],
  ])
  expect(curve(hour, 'share').map(([, share]) => share)).toEqual([0.5, null, null, 1])
})
