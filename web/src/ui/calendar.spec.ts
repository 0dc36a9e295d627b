import { expect, test } from 'vitest'
import { typedDay } from './calendar'

test.each([
  ['2026-11-22', '', '', '2026-11-22'],
  [' 2024-02-29 ', '', '', '2024-02-29'],
  ['', '2026-01-01', '', ''],
  ['2026-02-29', '', '', null],
  ['2026-13-01', '', '', null],
  ['22.11.2026', '', '', null],
  ['2026-11-22', '2026-11-22', '2026-11-22', '2026-11-22'],
  ['2026-11-21', '2026-11-22', '', null],
  ['2026-11-23', '', '2026-11-22', null],
])('a day that is typed: %j from %j to %j', (text, min, max, day) => {
  expect(typedDay(text, min, max)).toBe(day)
})
