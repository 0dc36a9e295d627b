// Which standard phrase fits now (K16): from what the pop knows of the caller and how far the conversation is.
import type { AgentState, Pop } from '@/api/live'
import { isOverdue } from './standing'

export type Identity = 'matches' | 'mismatch' | 'not_checked'
/** What the caller is told of the line first (F1.5, F2.5). */
export type Told = 'works' | 'mended' | 'open' | 'overdue'

export interface Situation {
  pop: Pop
  state: AgentState
  identity: Identity | null
  /** The number of the report that the agent has taken in this call, empty: none yet. */
  report: string
  /** Null: nothing, the fault is new. */
  tell: Told | null
  /** The report that is open for the line, empty: none. */
  about: string
  /** The symptom or a note is filled in. */
  noted: boolean
  /** The line test of this call: empty: none, `running`, or its verdict. */
  test: string
  /** To whom the caller is about to be passed on, empty: to nobody. */
  passing: string
}

/** Callers who waited longer hear an apology first (F2.1). */
export const LONG_WAIT_SECONDS = 15

/** What the caller is told of the line as far as the pop knows it, at a moment in milliseconds. */
export function toldBy(pop: Pop, now: number): Told | null {
  if (pop.works) return 'works'
  const open = pop.reports.find((report) => report.open)
  if (open) return isOverdue(open, now) ? 'overdue' : 'open'
  return pop.line.mended ? 'mended' : null
}

/** Ids of the phrases that fit, the fittest first. */
export function fitting(now: Situation): string[] {
  if (now.state === 'on_hold') return ['hold_back', 'hold']
  if (now.state === 'wrap_up' && now.identity !== 'mismatch') return ['closing', 'closing_survey']
  if (now.passing) return passingOn(now)
  if (now.identity === 'mismatch') return ['identity_mismatch']
  if (now.report) return [now.tell === 'overdue' ? 'overdue' : 'reported', 'closing_survey', 'closing']
  if (now.test === 'running') return ['line_test_begins', 'hold']
  const begun = now.noted || now.test !== ''
  if (now.identity === null && !begun) return [greeting(now.pop), ...identifying(now.pop)]
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

/** F2.8: whoever goes to the manager hotline is told so, everybody else that a colleague goes on. */
function passingOn({ passing, tell, pop }: Situation): string[] {
  if (passing === 'manager') return [tell === 'overdue' ? 'overdue' : 'unsatisfied', 'pass_on', 'hold']
  return isForSeniors(pop) ? ['key_account', 'pass_on', 'hold'] : ['pass_on', 'hold']
}

const isForSeniors = (pop: Pop) => pop.key_account && pop.queue !== 'senior'

/** F2.4 to F2.7, in the order in which an agent decides. */
function aboutTheLine(now: Situation): string[] {
  if (isForSeniors(now.pop)) return ['key_account', 'ask_symptom']
  if (now.tell === 'works') return ['works', 'closing']
  if (now.tell === 'overdue') return ['overdue', 'repeat_urged']
  if (now.noted && now.tell === 'open') return ['repeat_urged', 'unsatisfied']
  if (now.noted) return [...found(now.test), contact(now.pop)]
  if (now.tell === 'open')
    return [...found(now.test), 'repeat_in_time', 'supplement', 'repeat_urged', 'unsatisfied']
  if (now.tell === 'mended' && !now.test) return ['mended', 'closing']
  const symptom = now.pop.entered.symptom_class ? [] : ['ask_symptom']
  return [...found(now.test), ...symptom, 'ask_since', 'line_test_begins', contact(now.pop)]
}

/** What a line test has found; a telephone that is off the hook is for the caller to mend, as is all behind the socket. */
function found(verdict: string): string[] {
  if (verdict === '' || verdict === 'unknown') return []
  return [verdict === 'ok' || verdict === 'off_hook' ? 'line_test_good' : 'line_test_bad']
}

const contact = (pop: Pop) => (pop.entered.contact_number ? 'confirm_contact' : 'ask_contact')

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
export function filled(
  text: string,
  { pop, report, about }: Pick<Situation, 'pop' | 'report' | 'about'>,
): string {
  const values: Record<string, string> = {
    line_number: spaced(pop.entered.line_number || pop.line.number),
    contact_number: spaced(pop.entered.contact_number || pop.caller),
    report: report || about || pop.entered.report,
    owner: pop.line.owner,
    name: pop.customer?.name ?? '',
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] || UNKNOWN)
}

/** Digits in groups, as they are read out. */
function spaced(number: string): string {
  return number.replace(/(\d{4})(?=\d{2,})/g, '$1 ')
}
