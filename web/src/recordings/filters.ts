// What is looked for: as a form, as the page's address (so that a search can be sent to somebody), as the API's question.
import type { operations } from '@/api/schema'
import { dayBegins } from './days'

export type Question = NonNullable<operations['search_api_recordings_get']['parameters']['query']>
export type Sort = NonNullable<Question['sort']>

/** All as typed; empty: any. Days are the site's, lengths in minutes. */
export interface Filters {
  from: string
  to: string
  caller: string
  callee: string
  agent: string
  team: string
  customer: string
  queue: string
  line: string
  report: string
  call: string
  state: string
  min: string
  max: string
  notes: string
  marked: string
  hold: string
  sort: string
}

export const NOTHING: Readonly<Filters> = Object.freeze({
  from: '',
  to: '',
  caller: '',
  callee: '',
  agent: '',
  team: '',
  customer: '',
  queue: '',
  line: '',
  report: '',
  call: '',
  state: '',
  min: '',
  max: '',
  notes: '',
  marked: '',
  hold: '',
  sort: '',
})

/** Shown only when somebody asks for more, or uses one. */
export const SELDOM = ['callee', 'queue', 'team', 'call', 'state', 'min', 'max', 'hold'] as const
export const STATES = ['ok', 'truncated', 'silent', 'missing'] as const
export const SORTS = ['-started_at', 'started_at', '-seconds', 'seconds', 'caller', 'callee'] as const
const NAMES = Object.keys(NOTHING) as (keyof Filters)[]
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What the page's address asks for; what makes no sense in it is left out. */
export function fromAddress(query: Record<string, unknown>): Filters {
  const found: Filters = { ...NOTHING }
  for (const name of NAMES) {
    const value = query[name]
    if (typeof value === 'string') found[name] = value.trim().slice(0, 80)
  }
  for (const name of ['from', 'to'] as const) if (!DAY.test(found[name])) found[name] = ''
  for (const name of ['min', 'max'] as const) if (!(Number(found[name]) >= 0)) found[name] = ''
  if (!SORTS.some((one) => one === found.sort)) found.sort = ''
  if (!STATES.some((one) => one === found.state)) found.state = ''
  return found
}

/** The page's address for it: only what is asked for. */
export function toAddress(filters: Filters): Record<string, string> {
  return Object.fromEntries(
    NAMES.map((name) => [name, String(filters[name] ?? '').trim()] as const).filter(([, value]) => value),
  )
}

/** As the API is asked. */
export function toQuestion(filters: Filters, zone: string, cursor: string | null = null): Question {
  const text = toAddress(filters)
  const minutes = (value: string | undefined) => (value === undefined ? undefined : Number(value) * 60)
  const yes = (value: string | undefined) => (value === undefined ? undefined : value === '1')
  const asked: Question = {
    caller: digits(text.caller),
    callee: digits(text.callee),
    agent: digits(text.agent),
    line_number: digits(text.line),
    report: digits(text.report),
    team: text.team,
    customer: text.customer,
    queue: text.queue,
    call: text.call,
    state: text.state as Question['state'],
    since: text.from === undefined ? undefined : dayBegins(text.from, zone),
    until: text.to === undefined ? undefined : dayBegins(text.to, zone, 1),
    at_least: minutes(text.min),
    at_most: minutes(text.max),
    marks_text: text.notes,
    marked: yes(text.marked),
    legal_hold: yes(text.hold),
    sort: text.sort as Sort | undefined,
    cursor: cursor ?? undefined,
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Question
}

/** A number as people write it, with spaces and dashes, as it is stored. */
function digits(text: string | undefined): string | undefined {
  return text === undefined ? undefined : text.replace(/[\s\-–()+]/g, '')
}
