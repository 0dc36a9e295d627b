// Words of the API that this room uses.
import type { components } from '@/api/schema'
import type { Tone } from '@/ui/StateTag.vue'
import type { Stretch } from './silence'

/** From and to in seconds; the API's client does not keep the length of a pair. */
type Stretches = readonly Stretch[]
export type Recording = Omit<components['schemas']['RecordingShown'], 'pauses'> & { pauses: Stretches }
export type Leg = components['schemas']['LegShown']
export type Mark = components['schemas']['MarkShown']
export type Waveform = Omit<components['schemas']['WaveformShown'], 'silences'> & { silences: Stretches }
export type Happening = components['schemas']['EventShown']
export type Finding = components['schemas']['FindingShown']
export type FindingKind = components['schemas']['FindingKind']

const TONES: Readonly<Record<string, Tone>> = {
  ok: 'good',
  truncated: 'warn',
  silent: 'warn',
  missing: 'danger',
}

/** How a recording's state is coloured. */
export function toneOf(state: string): Tone {
  return TONES[state] ?? 'calm'
}

/** Those who talked, by name where one is known. */
export function agentsOf(legs: readonly Leg[]): string {
  const names = legs.map((leg) => (leg.name ? `${leg.name} ${leg.agent}` : leg.agent))
  return [...new Set(names)].join(' → ')
}
