// What the state of a line asks the agent to do (F1.5, F2.5–F2.7).
import type { Line, Report } from './shown'

/** `works`, `mended`: what the caller is told first; `about`: the report that the call is about. */
export interface PanelState {
  tell: 'works' | 'mended' | 'open' | 'overdue' | null
  /** The forms that are offered, the likeliest first. */
  offer: Choice[]
  about: Report | null
}

export type Choice = 'new' | 'repeat' | 'supplement'

/** `call` is the call on this desktop: what was taken down in it is not a repeat of it. */
export function panelState(line: Line | null, call: string | null): PanelState {
  if (line === null) return { tell: null, offer: [], about: null }
  const open = line.open_report
  if (open !== null) {
    const told = open.progress === 'overdue' ? 'overdue' : 'open'
    const own = call !== null && open.call === call
    const offer: Choice[] = own ? ['supplement', 'repeat'] : ['repeat', 'supplement']
    return { tell: line.works ? 'works' : told, offer, about: open }
  }
  const mended = line.reports.find((one) => one.number === line.mended_report) ?? null
  if (line.works) return { tell: 'works', offer: ['new'], about: null }
  if (mended !== null) return { tell: 'mended', offer: ['repeat', 'new'], about: mended }
  return { tell: null, offer: ['new'], about: null }
}

/** The number under which this call's report is known: taken down by the agent, or by the automatic flow. */
export function takenInCall(line: Line | null, call: string | null): Report | null {
  if (line === null || call === null) return null
  return line.reports.find((one) => one.call === call && one.confirmed) ?? null
}

/** Digits of a report's number in groups that are easy to say: 261122 0001. */
export function spoken(number: string): string {
  return number.replace(/^(\d{6})(\d+)$/, '$1 $2')
}

/** Hours and minutes until a deadline, or since it. */
export function untilText(deadline: string, now: number): { late: boolean; hours: number; minutes: number } {
  const minutes = Math.round((Date.parse(deadline) - now) / 60_000)
  const whole = Math.abs(minutes)
  return { late: minutes < 0, hours: Math.floor(whole / 60), minutes: whole % 60 }
}
