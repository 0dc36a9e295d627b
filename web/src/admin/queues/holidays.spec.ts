import { expect, test } from 'vitest'
import { daysOf, weekdayOf, withDays, yearsOf } from './holidays'

test.each([
  ['2026-10-01', '2026-10-03', ['2026-10-01', '2026-10-02', '2026-10-03']],
  ['2026-12-31', '2027-01-01', ['2026-12-31', '2027-01-01']],
  ['2026-10-01', '', ['2026-10-01']],
  ['2026-10-03', '2026-10-01', []],
  ['2026-01-01', '2027-01-01', []],
  ['', '', []],
])('from %s to %s', (first, last, days) => {
  expect(daysOf(first, last)).toEqual(days)
})

test('a day that stands there already keeps its hours and gets the new name', () => {
  const before = [{ day: '2026-10-02', name: 'old', hours: ['09:00-12:00'] }]
  expect(withDays(before, ['2026-10-01', '2026-10-02'], '国庆节')).toEqual([
    { day: '2026-10-01', name: '国庆节', hours: [] },
    { day: '2026-10-02', name: '国庆节', hours: ['09:00-12:00'] },
  ])
})

test('the present year is always there to be filled', () => {
  expect(yearsOf([{ day: '2027-01-01', name: '元旦', hours: [] }], '2026-11-22')).toEqual(['2026', '2027'])
})

test('the day of the week is the calendar’s, in any zone', () => {
  expect([weekdayOf('2026-10-01'), weekdayOf('2026-11-22')]).toEqual(['thu', 'sun'])
})
