// Working hours as a form has them: a week of spans such as 08:30-12:00, days of their own, holidays.
import type { components } from '@/api/schema'

export type Hours = components['schemas']['Hours']
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]
const DAY = 24 * 60

export interface SpecialDay {
  date: string
  spans: string[]
}

export interface HoursForm {
  /** No week: open day and night. */
  always: boolean
  week: Record<Weekday, string[]>
  /** The site's calendar holds for this queue too. */
  siteHolidays: boolean
  holidays: string[]
  special: SpecialDay[]
}

export interface Bar {
  /** Percent of the day. */
  left: number
  width: number
}

/** Minutes since midnight; null for what is no span. An end before the start is on the next day. */
export function minutesOf(span: string): { start: number; end: number } | null {
  const found = /^(\d{1,2}):(\d{2})\s*[-–—~]\s*(\d{1,2}):(\d{2})$/.exec(span.trim().replaceAll('：', ':'))
  if (!found) return null
  const [hour, minute, until, rest] = found.slice(1).map(Number) as [number, number, number, number]
  const [start, end] = [hour * 60 + minute, until * 60 + rest]
  return start < DAY && end <= DAY && minute < 60 && rest < 60 && start !== end ? { start, end } : null
}

/** The span as the service writes it; null for what is none. */
export function normalSpan(text: string): string | null {
  const found = minutesOf(text)
  if (!found) return null
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = (value: number) => `${two(Math.floor(value / 60))}:${two(value % 60)}`
  return `${clock(found.start)}-${clock(found.end)}`
}

/** Spans from a line that somebody typed, with commas or blanks between; null: something in it is none. */
export function spansOf(line: string): string[] | null {
  const parts = line
    .replace(/\s*([-–—~])\s*/g, '$1')
    .split(/[\s,，;；、]+/)
    .filter(Boolean)
  const spans = parts.map(normalSpan)
  return spans.includes(null) ? null : (spans as string[]).toSorted()
}

/** What a day looks like: its own spans, and what the day before has left over after midnight. */
export function bars(week: Record<Weekday, string[]>, day: Weekday): Bar[] {
  const before = WEEKDAYS[(WEEKDAYS.indexOf(day) + 6) % 7] as Weekday
  const percent = (start: number, end: number): Bar => ({
    left: (start / DAY) * 100,
    width: ((end - start) / DAY) * 100,
  })
  const found = (spans: string[]) => spans.map(minutesOf).filter((one) => one !== null)
  return [
    ...found(week[before])
      .filter((one) => one.end < one.start)
      .map((one) => percent(0, one.end)),
    ...found(week[day]).map((one) => percent(one.start, one.end > one.start ? one.end : DAY)),
  ].filter((bar) => bar.width > 0)
}

export function hoursForm(hours: Hours): HoursForm {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, [...(hours.week?.[day] ?? [])]]))
  return {
    always: !hours.week,
    week: week as Record<Weekday, string[]>,
    siteHolidays: hours.site_holidays,
    holidays: [...hours.holidays].toSorted(),
    special: Object.entries(hours.special_days)
      .map(([date, spans]) => ({ date, spans: [...spans] }))
      .toSorted((one, other) => one.date.localeCompare(other.date)),
  }
}

export function hoursOf(form: HoursForm): Hours {
  return {
    week: form.always
      ? null
      : Object.fromEntries(
          WEEKDAYS.filter((day) => form.week[day].length).map((day) => [day, form.week[day]]),
        ),
    site_holidays: form.siteHolidays,
    holidays: [...new Set(form.holidays)].toSorted(),
    special_days: Object.fromEntries(form.special.map((one) => [one.date, one.spans])),
  }
}
