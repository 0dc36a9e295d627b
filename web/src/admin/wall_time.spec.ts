import { expect, test } from 'vitest'
import { instantOf, wallTime } from './wall_time'

test.each([
  ['2026-11-22T14:05:00', 'Asia/Shanghai', '2026-11-22T06:05:00.000Z'],
  ['2026-07-01T00:30', 'Europe/Berlin', '2026-06-30T22:30:00.000Z'],
  ['2026-10-25T12:00:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
  ['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
])('%s in %s is %s', (wall, zone, moment) => {
  expect(instantOf(wall, zone)).toBe(moment)
  expect(wallTime(moment, zone).slice(0, 16)).toBe(wall.slice(0, 16))
})

test('what is no time is none', () => {
  expect(instantOf('tomorrow', 'Asia/Shanghai')).toBeNull()
})
