import { expect, test } from 'vitest'
import { dayBegins } from './days'

test.each([
  ['ahead of UTC', '2026-11-22', 'Asia/Shanghai', 0, '2026-11-21T16:00:00.000Z'],
  ['the day after, over the month’s end', '2026-11-30', 'Asia/Shanghai', 1, '2026-11-30T16:00:00.000Z'],
  ['behind UTC', '2026-11-22', 'America/New_York', 0, '2026-11-22T05:00:00.000Z'],
  ['the night that summer time begins', '2026-03-29', 'Europe/Berlin', 0, '2026-03-28T23:00:00.000Z'],
  ['and the day after', '2026-03-29', 'Europe/Berlin', 1, '2026-03-29T22:00:00.000Z'],
  ['half hours', '2026-11-22', 'Asia/Kolkata', 0, '2026-11-21T18:30:00.000Z'],
])('%s', (_, day, zone, after, expected) => {
  expect(dayBegins(day, zone, after)).toBe(expected)
})
