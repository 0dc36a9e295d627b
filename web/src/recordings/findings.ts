// Kinds of findings: their order in lists, how they are coloured, what they say in figures.
import { clockText } from '@/ui/durations'
import type { Tone } from '@/ui/StateTag.vue'
import type { Finding, FindingKind } from './types'

/** The worst first. */
export const KINDS: readonly FindingKind[] = [
  'missing',
  'lost',
  'damaged',
  'short',
  'silent',
  'caller_silent',
  'agent_silent',
  'orphaned',
  'waiting',
  'long',
]
const GRAVE: readonly FindingKind[] = ['missing', 'lost', 'damaged']
const MILD: readonly FindingKind[] = ['orphaned', 'waiting', 'long']

/** The kind that a page's address names; null: none. */
export function kindOf(value: unknown): FindingKind | null {
  return KINDS.find((one) => one === value) ?? null
}

export function toneOfKind(kind: FindingKind): Tone {
  if (GRAVE.includes(kind)) return 'danger'
  return MILD.includes(kind) ? 'busy' : 'warn'
}

/** Found and expected length; empty where lengths say nothing. */
export function lengths({ found, expected }: Pick<Finding, 'found' | 'expected'>): string {
  if (expected === null) return found === null ? '' : clockText(found)
  return `${clockText(found ?? 0)} / ${clockText(expected)}`
}
