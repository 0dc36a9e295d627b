// Which standard phrase fits now (K16): from what the pop knows of the caller and how far the conversation is.
import type { AgentState, Pop } from '@/api/live'

export type Identity = 'matches' | 'mismatch' | 'not_checked'

/** `report`: the number of the report taken in this call, empty: none yet; `overdue`: the open one is past its deadline. */
export interface Situation {
  pop: Pop
  state: AgentState
  identity: Identity | null
  report: string
  overdue: boolean
}

/** Callers who waited longer hear an apology first (F2.1). */
export const LONG_WAIT_SECONDS = 15

/** Ids of the phrases that fit, the fittest first. */
export function fitting(now: Situation): string[] {
  if (now.state === 'on_hold') return ['hold_back', 'hold']
  if (now.identity === 'mismatch') return ['identity_mismatch', 'closing']
  if (now.state === 'wrap_up') return ['closing', 'closing_survey']
  if (now.report) return ['reported', 'closing_survey', 'closing']
  if (now.identity === null) return [greeting(now.pop), ...identifying(now.pop)]
  return [...aboutTheLine(now), 'read_back', 'hold']
}

function greeting(pop: Pop): string {
  if (pop.outgoing) return 'greeting_call_out'
  if (pop.passed) return 'greeting_passed_on'
  return pop.waited_seconds >= LONG_WAIT_SECONDS ? 'greeting_after_waiting' : 'greeting'
}

function identifying(pop: Pop): string[] {
  return [pop.entered.line_number ? 'confirm_line_number' : 'ask_line_number', 'ask_owner']
}

/** F2.4 to F2.7, in the order in which an agent decides. */
function aboutTheLine({ pop, overdue }: Situation): string[] {
  if (pop.key_account && pop.queue !== 'senior') return ['key_account', 'ask_symptom']
  if (pop.works) return ['works', 'closing']
  const open = pop.reports.some((report) => report.open)
  if (!open && pop.line.mended) return ['mended', 'closing']
  if (open && overdue) return ['overdue', 'repeat_urged']
  if (open) return ['repeat_in_time', 'supplement', 'repeat_urged', 'unsatisfied']
  return [
    'ask_symptom',
    'ask_since',
    'line_test_begins',
    pop.entered.contact_number ? 'confirm_contact' : 'ask_contact',
  ]
}

export interface Phrase {
  id: string
  step: string
  text: string
  clause: string
}

/** The phrases in the order in which they help: those that fit, then the others as the book has them. */
export function ordered(
  book: readonly Phrase[],
  fit: readonly string[],
): { now: Phrase[]; others: Phrase[] } {
  const known = new Map(book.map((phrase) => [phrase.id, phrase]))
  return {
    now: fit.flatMap((id) => known.get(id) ?? []),
    others: book.filter((phrase) => !fit.includes(phrase.id)),
  }
}

const UNKNOWN = '……'

/** A phrase with the caller's values in the place of names in braces. */
export function filled(text: string, { pop, report }: Pick<Situation, 'pop' | 'report'>): string {
  const values: Record<string, string> = {
    line_number: spaced(pop.entered.line_number || pop.line.number),
    contact_number: spaced(pop.entered.contact_number || pop.caller),
    report: report || (pop.reports.find((one) => one.open)?.number ?? ''),
    owner: pop.line.owner,
    name: pop.customer?.name ?? '',
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] || UNKNOWN)
}

/** Digits in groups, as they are read out. */
function spaced(number: string): string {
  return number.replace(/(\d{4})(?=\d{2,})/g, '$1 ')
}
