// Agents on the board: who needs the supervisor first, and who is shown at all. Times are milliseconds since 1970.
import type { AgentState, AgentView } from '@/api/live'
import type { Tone } from '@/ui/StateTag.vue'

export const STATES: readonly AgentState[] = [
  'ready',
  'reserved',
  'ringing',
  'talking',
  'on_hold',
  'wrap_up',
  'paused',
  'signed_out',
]

/** Why the floor paused an agent by itself; anything else is a reason that a person gave. */
export const BY_ITSELF = [
  'no answer',
  'declined',
  'telephone unreachable',
  'telephone lost',
  'no desktop',
] as const

/** Seconds in a state after which somebody should have a look. */
export const TOO_LONG: Partial<Record<AgentState, number>> = {
  paused: 900,
  talking: 900,
  on_hold: 120,
  wrap_up: 180,
}

export const TONES: Record<AgentState, Tone> = {
  ready: 'good',
  reserved: 'busy',
  ringing: 'busy',
  talking: 'busy',
  on_hold: 'warn',
  wrap_up: 'calm',
  paused: 'warn',
  signed_out: 'calm',
}

/** What is wrong with an agent; empty: nothing. */
export type Trouble = '' | 'by_itself' | 'no_telephone' | 'too_long'

export function troubleOf(agent: AgentView, now: number): Trouble {
  if (agent.state === 'signed_out') return ''
  if (agent.state === 'paused' && pausedByItself(agent.reason)) return 'by_itself'
  if (!agent.reachable) return 'no_telephone'
  const limit = TOO_LONG[agent.state]
  return limit !== undefined && now - Date.parse(agent.since) > limit * 1_000 ? 'too_long' : ''
}

export function pausedByItself(reason: string): boolean {
  return (BY_ITSELF as readonly string[]).includes(reason)
}

export function toneOf(agent: AgentView, trouble: Trouble): Tone {
  return trouble === 'by_itself' || trouble === 'no_telephone' ? 'danger' : TONES[agent.state]
}

const TROUBLES: Record<Trouble, number> = { by_itself: 0, no_telephone: 1, too_long: 2, '': 3 }
const WEIGHT: Record<AgentState, number> = {
  on_hold: 0,
  paused: 1,
  wrap_up: 2,
  talking: 3,
  ringing: 4,
  reserved: 4,
  ready: 5,
  signed_out: 6,
}

/** Whoever needs attention first; among equals who has been in the state for longest. */
export function byAttention(agents: readonly AgentView[], now: number): AgentView[] {
  const ranked = agents.map((agent) => ({
    agent,
    rank: TROUBLES[troubleOf(agent, now)] * 10 + WEIGHT[agent.state],
    since: Date.parse(agent.since),
  }))
  ranked.sort(
    (one, other) =>
      one.rank - other.rank ||
      one.since - other.since ||
      one.agent.extension.localeCompare(other.agent.extension),
  )
  return ranked.map(({ agent }) => agent)
}

/** What the supervisor looks for; empty: everything. */
export interface Wanted {
  team: string
  queue: string
  state: AgentState | ''
  text: string
}

export const EVERYBODY: Wanted = { team: '', queue: '', state: '', text: '' }

/** Those who are looked for; who is signed out only when asked for. */
export function found(agents: readonly AgentView[], wanted: Wanted): AgentView[] {
  const text = wanted.text.trim().toLowerCase()
  return agents.filter(
    (agent) =>
      (wanted.state ? agent.state === wanted.state : agent.state !== 'signed_out') &&
      (!wanted.team || agent.team === wanted.team) &&
      (!wanted.queue || wanted.queue in agent.skills) &&
      (!text || `${agent.extension} ${agent.name}`.toLowerCase().includes(text)),
  )
}

/** The teams that there are, in order. */
export function teamsOf(agents: readonly AgentView[]): string[] {
  return [...new Set(agents.map((agent) => agent.team).filter(Boolean))].toSorted((one, other) =>
    one.localeCompare(other),
  )
}

/** State → how many; only those that occur. */
export function counted(agents: readonly AgentView[]): [AgentState, number][] {
  return STATES.map((state): [AgentState, number] => [
    state,
    agents.filter((agent) => agent.state === state).length,
  ]).filter(([, count]) => count > 0)
}
