// Fault reports as the service shows them, and which tone each state has.
import type { components } from '@/api/schema'
import type { Tone } from '@/ui/StateTag.vue'

type Schemas = components['schemas']
export type Report = Schemas['ReportShown']
export type ReportWhole = Schemas['ReportWhole']
export type Line = Schemas['LineWhole']
export type LineTest = Schemas['LineTestShown']
export type Moment = Schemas['MomentShown']
export type Progress = Schemas['Progress']
export type Verdict = Schemas['Verdict']
export type Sound = Report['sounds'][number]

/** What can be said of a report on one tag: overdue outweighs open. */
export function toneOf(progress: Progress): Tone {
  const tones: Record<Progress, Tone> = {
    in_time: 'busy',
    overdue: 'danger',
    mended: 'good',
    closed: 'calm',
    unconfirmed: 'warn',
  }
  return tones[progress]
}

/** Faults that the caller need not fear are calm; what may hurt a technician is not. */
export function toneOfVerdict(verdict: string): Tone {
  if (verdict === 'ok') return 'good'
  if (verdict === 'off_hook' || verdict === 'low_insulation') return 'warn'
  return verdict === 'unknown' ? 'calm' : 'danger'
}

export const SYMPTOM_CLASSES = ['1', '2', '3', '4', '5', '6', '7'] as const
export const VERDICTS = [
  'ok',
  'open',
  'short',
  'ground',
  'foreign_voltage',
  'low_insulation',
  'off_hook',
  'unknown',
] as const

/** Where a sound of a report is heard. */
export function soundUrl(report: string, sound: Sound): string {
  return `/api/reports/${report}/sound/${sound}`
}
