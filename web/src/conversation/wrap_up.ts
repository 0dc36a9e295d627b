// The rules of the wrap-up: a digit chooses, time runs out, and what was chosen by then is saved by itself.

/** Keys in the order of the list: 1 to 9, then 0. */
const DIGITS = '1234567890'

/** The key of the entry at this place; empty: it has none. */
export function keyOf(place: number): string {
  return DIGITS.charAt(place)
}

/** The place that a key stands for; -1: none of this many. */
export function placeOf(key: string, count: number): number {
  const place = key.length === 1 ? DIGITS.indexOf(key) : -1
  return place < count ? place : -1
}

/** Seconds until the wrap-up is over by itself; null: the agent is not in it. Times in ms since 1970. */
export function secondsLeft(state: string, since: number, limit: number, now: number): number | null {
  if (state !== 'wrap_up') return null
  const gone = Math.max(0, now - since) / 1000 // the page's clock ticks once a second: it may be a moment behind
  return Math.max(0, Math.ceil(limit - gone))
}

export interface WrapUpDraft {
  code: string
  note: string
  report: string
}

/** Whether what was chosen has to be saved now, unasked: the last second has come. */
export function savesByItself(draft: WrapUpDraft, left: number | null, busy: boolean): boolean {
  return !busy && draft.code !== '' && left !== null && left <= 1
}

/** Whether both say the same. */
export function same(one: WrapUpDraft, other: WrapUpDraft): boolean {
  return one.code === other.code && one.note === other.note && one.report === other.report
}

interface Noted {
  disposition: string | null
  note: string | null
  report: string | null
}

/** What the form begins with: what the service has of this call, else nothing. */
export function beginning(noted: Noted | undefined): WrapUpDraft {
  return { code: noted?.disposition ?? '', note: noted?.note ?? '', report: noted?.report ?? '' }
}
