// Which reports are looked for: as a form, as the page's address, as the API's question.
import type { operations } from '@/api/schema'
import { dayBegins } from '@/recordings/days'

export type Question = NonNullable<operations['search_api_reports_get']['parameters']['query']>

/** All as typed; empty: any. Days are the site's. */
export interface Filters {
  text: string
  state: string
  symptom: string
  branch: string
  exchange: string
  by: string
  handling: string
  language: string
  repeats: string
  from: string
  to: string
  sort: string
}

export const STATES = ['in_time', 'overdue', 'mended', 'closed', 'unconfirmed'] as const
export const HANDLINGS = ['dispatch', 'senior', 'answered', 'follow_up', 'return'] as const
export const SORTS = ['created_at', 'number', 'repeat_count', 'status'] as const
export const NEWEST = '-created_at'
/** Shown only when somebody asks for more, or uses one. */
export const SELDOM = ['branch', 'exchange', 'handling', 'language', 'repeats'] as const

export const NOTHING: Readonly<Filters> = Object.freeze({
  text: '',
  state: '',
  symptom: '',
  branch: '',
  exchange: '',
  by: '',
  handling: '',
  language: '',
  repeats: '',
  from: '',
  to: '',
  sort: '',
})
const NAMES = Object.keys(NOTHING) as (keyof Filters)[]
const FORMS: Partial<Record<keyof Filters, RegExp>> = {
  state: new RegExp(`^(${STATES.join('|')})$`),
  symptom: /^[1-7]$/,
  handling: new RegExp(`^(${HANDLINGS.join('|')})$`),
  language: /^(zh|en)$/,
  repeats: /^\d{1,4}$/,
  from: /^\d{4}-\d{2}-\d{2}$/,
  to: /^\d{4}-\d{2}-\d{2}$/,
  sort: new RegExp(`^-?(${SORTS.join('|')})$`),
}

/** What the page's address asks for; what makes no sense in it is left out. */
export function fromAddress(query: Record<string, unknown>): Filters {
  const found: Filters = { ...NOTHING }
  for (const name of NAMES) {
    const value = query[name]
    const text = typeof value === 'string' ? value.trim().slice(0, 64) : ''
    if (FORMS[name]?.test(text) ?? true) found[name] = text
  }
  return found
}

/** The page's address for it: only what is asked for. */
export function toAddress(filters: Filters): Record<string, string> {
  return Object.fromEntries(
    NAMES.map((name) => [name, String(filters[name] ?? '').trim()] as const).filter(([, value]) => value),
  )
}

/** As the API is asked. */
export function toQuestion(filters: Filters, zone: string, cursor: string | null): Question {
  const text = toAddress(filters)
  const asked: Question = {
    ...stateQuestion(text.state),
    text: digits(text.text),
    exchange: digits(text.exchange),
    symptom_class: text.symptom as Question['symptom_class'],
    branch: text.branch,
    by: text.by?.toLowerCase(),
    handling: text.handling as Question['handling'],
    language: text.language as Question['language'],
    repeats: text.repeats === undefined ? undefined : Number(text.repeats),
    since: text.from === undefined ? undefined : dayBegins(text.from, zone),
    until: text.to === undefined ? undefined : dayBegins(text.to, zone, 1),
    sort: (text.sort ?? NEWEST) as Question['sort'],
    cursor: cursor ?? undefined,
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Question
}

/** One state of the page is several columns of a report. */
function stateQuestion(state: string | undefined): Question {
  if (state === 'in_time') return { status: 'open', confirmed: true, overdue: false }
  if (state === 'overdue') return { overdue: true }
  if (state === 'unconfirmed') return { status: 'open', confirmed: false }
  return state === 'mended' || state === 'closed' ? { status: state } : {}
}

/** The other direction of a sort, or that of another column: the newest and the most first. */
export function sorted(now: string, by: (typeof SORTS)[number]): string {
  return (now || NEWEST) === `-${by}` ? by : `-${by}`
}

/** Digits of a number as people write it. */
function digits(text: string | undefined): string | undefined {
  return text?.replace(/\D/g, '').slice(0, 20) || undefined
}
