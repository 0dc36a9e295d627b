import { expect, test } from 'vitest'
import { newestOf } from './recordings_of'

const at = (id: number, minute: number) => ({ id, started_at: `2026-11-22T08:0${minute}:00Z` })

test('each once, the newest first, no more than fit', () => {
  const caller = [at(5, 5), at(3, 3)]
  const line = [at(4, 4), at(3, 3), at(1, 1)]
  expect(newestOf([caller, line], 3).map((one) => one.id)).toEqual([5, 4, 3])
  expect(newestOf([[], []], 3)).toEqual([])
})
