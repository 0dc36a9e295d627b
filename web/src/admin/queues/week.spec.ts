import { expect, test } from 'vitest'
import { bars, hoursForm, hoursOf, normalSpan, spansOf, WEEKDAYS, type Weekday } from './week'

test.each([
  ['8:30-12:00', '08:30-12:00'],
  [' 22：00 – 06：00 ', '22:00-06:00'],
  ['00:00-24:00', '00:00-24:00'],
  ['24:00-01:00', null],
  ['08:60-09:00', null],
  ['08:00-08:00', null],
  ['8 to 12', null],
])('%s is %s', (typed, span) => {
  expect(normalSpan(typed)).toBe(span)
})

test('a line of spans, however they are parted', () => {
  expect(spansOf('13:00-17:30，8:30 - 12:00')).toEqual(['08:30-12:00', '13:00-17:30'])
  expect(spansOf('')).toEqual([])
  expect(spansOf('8:30-12:00, later')).toBeNull()
})

test('a night reaches into the next day', () => {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as Record<Weekday, string[]>
  week.sun = ['18:00-06:00']
  expect(bars(week, 'sun')).toEqual([{ left: 75, width: 25 }])
  expect(bars(week, 'mon')).toEqual([{ left: 0, width: 25 }])
  expect(bars(week, 'tue')).toEqual([])
})

test('hours come back from the form as they went in', () => {
  const hours = {
    week: { mon: ['08:30-12:00'], fri: ['22:00-06:00'] },
    site_holidays: false,
    holidays: ['2026-10-01'],
    special_days: { '2026-10-10': ['09:00-12:00'] },
  }
  expect(hoursOf(hoursForm(hours))).toEqual(hours)
  expect(hoursForm({ site_holidays: true, holidays: [], special_days: {} }).always).toBe(true)
  expect(hoursOf({ ...hoursForm(hours), always: true }).week).toBeNull()
})
