// The site's calendar of holidays as the form has it: spans of days, years, days of the week.
import type { components } from '@/api/schema'
import { WEEKDAYS, type Weekday } from './week'

export type Holiday = components['schemas']['Holiday']
export const LONGEST_DAYS = 60

const DAY_MS = 24 * 3_600_000
const atNoon = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** The days from `first` to `last`, both included; none when that is no span of at most LONGEST_DAYS. */
export function daysOf(first: string, last: string): string[] {
  const days = (atNoon(last || first) - atNoon(first)) / DAY_MS + 1
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) return []
  return Array.from({ length: days }, (_, n) =>
    new Date(atNoon(first) + n * DAY_MS).toISOString().slice(0, 10),
  )
}

/** The calendar with these days in it; a day that stands there already gets the new name. */
export function withDays(calendar: readonly Holiday[], days: readonly string[], name: string): Holiday[] {
  const before = new Map(calendar.map((one) => [one.day, one]))
  for (const day of days) before.set(day, { hours: [], ...before.get(day), day, name })
  return [...before.values()].toSorted((one, other) => one.day.localeCompare(other.day))
}

/** The years that the calendar has days in, and the present one. */
export function yearsOf(calendar: readonly Holiday[], today: string): string[] {
  return [...new Set([...calendar.map((one) => one.day), today].map((day) => day.slice(0, 4)))].toSorted()
}

export function weekdayOf(day: string): Weekday {
  return WEEKDAYS[(new Date(atNoon(day)).getUTCDay() + 6) % 7] as Weekday
}
