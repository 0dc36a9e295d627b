// The calendar of the fields for days: larger than most pages, so it comes when the first of them is entered.
import { markRaw, shallowRef } from 'vue'
import type DayPicker from './DayPicker.vue'
import { brought } from './parts'

/** For all fields, once it is here. */
export const calendar = shallowRef<typeof DayPicker>()

/** Have it. Throws ApiProblem, PartMissing: days can be typed all the same. */
export async function broughtCalendar(): Promise<typeof DayPicker> {
  return markRaw((await brought(() => import('./DayPicker.vue'))).default)
}

/** A day as it is typed, such as 2026-11-22, within bounds; null: it is none. Empty bounds: any. */
export function typedDay(text: string, min = '', max = ''): string | null {
  const day = text.trim()
  if (day === '') return ''
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return null
  return (min !== '' && day < min) || (max !== '' && day > max) ? null : day
}
