// An agent's own day in few figures (H14): each with what it is part of, so that it can be understood.
import type { components } from '@/api/schema'
import { clockText } from '@/ui/durations'

export type OwnFigures = components['schemas']['OwnFigures']

/** `value` as text, `of`: the whole that it is part of. */
export interface Figure {
  key: string
  value: string
  of?: string
}

const NONE = '—'
const time = (seconds: number | null) => (seconds === null ? NONE : clockText(seconds))

/** Whole percent, never 100 for less than all. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return NONE
  const share = (100 * part) / whole
  return `${part < whole ? Math.min(99, Math.round(share)) : 100} %`
}

const ofAll = (part: number, whole: number) => (whole > 0 ? `${part} / ${whole}` : undefined)

/** In the order of the panel. */
export function figuresOf(day: OwnFigures): Figure[] {
  return [
    { key: 'answered', value: String(day.answered) },
    { key: 'in_time', value: percent(day.in_time, day.offered), of: ofAll(day.in_time, day.offered) },
    { key: 'mean_talk', value: time(day.mean_talk_seconds) },
    { key: 'longest_talk', value: day.answered ? time(day.longest_talk_seconds) : NONE },
    { key: 'hold', value: time(day.hold_seconds) },
    { key: 'mean_wrap_up', value: time(day.mean_wrap_up_seconds) },
    { key: 'ready', value: time(day.ready_seconds) },
    { key: 'paused', value: time(day.paused_seconds) },
    { key: 'transfers', value: String(day.transfers), of: ofAll(day.transfers_in_time, day.transfers) },
    { key: 'missed', value: String(day.missed_offers) },
    { key: 'reports', value: String(day.reports) },
    { key: 'signed_in', value: time(day.signed_in_seconds) },
  ]
}

/** Pauses by length, the longest first. */
export function pausesOf(day: OwnFigures): { reason: string; time: string }[] {
  return Object.entries(day.pauses)
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, seconds]) => ({ reason, time: clockText(seconds) }))
}
