// Which call records are looked for: the form, and the question that it makes. Days are the site's.
import type { operations } from '@/api/schema'
import { dayBegins } from '@/recordings/days'

export type Question = NonNullable<operations['records_api_call_records_get']['parameters']['query']>

export interface CallFilters {
  caller: string
  line: string
  agent: string
  queue: string
  outcome: string
  /** First and last day; empty: any. */
  from: string
  to: string
}

export const NOTHING: Readonly<CallFilters> = Object.freeze({
  caller: '',
  line: '',
  agent: '',
  queue: '',
  outcome: '',
  from: '',
  to: '',
})

/** Ways in which calls end, the most frequent first. */
export const OUTCOMES = [
  'answered',
  'abandoned',
  'reported',
  'repeat',
  'identity_mismatch',
  'voicemail',
  'callback',
  'to_agent',
  'planned_works',
  'mended',
  'unconfirmed',
  'left',
  'too_many_fallbacks',
  'failed',
  'message_kept',
  'message_dropped',
  'no_report_number',
  'goodbye',
  'service_lost',
  'lost',
] as const

/** As the API is asked; what is empty is not asked. */
export function questionOf(filters: CallFilters, zone: string, cursor: string | null = null): Question {
  const digits = (text: string) => text.replace(/\D/g, '').slice(0, 20) || undefined
  return {
    caller: digits(filters.caller),
    line: digits(filters.line),
    agent: digits(filters.agent),
    queue: filters.queue.trim() || undefined,
    outcome: filters.outcome || undefined,
    since: filters.from ? dayBegins(filters.from, zone) : undefined,
    until: filters.to ? dayBegins(filters.to, zone, 1) : undefined,
    cursor: cursor ?? undefined,
    limit: 50,
  }
}

/** How a call ended. While it is under way that is not known, whatever the automatic flow noted of its part. */
export function outcomeOf(call: { ended_at: string | null; outcome: string | null }): string {
  return call.ended_at ? (call.outcome ?? 'none') : 'under_way'
}

/** Name and extension; nobody may have the extension today. */
export function agentText(talk: { agent: string; agent_name?: string | null }): string {
  return talk.agent_name ? `${talk.agent_name} ${talk.agent}` : talk.agent
}

/** How long a call lasted, in seconds; null: it is under way. */
export function lasted(call: { started_at: string; ended_at: string | null }): number | null {
  return call.ended_at ? (Date.parse(call.ended_at) - Date.parse(call.started_at)) / 1000 : null
}
