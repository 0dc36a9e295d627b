import { describe, expect, test } from 'vitest'
import type { Pop } from '@/api/live'
import { samplePop } from './sample_pop'
import { filled, fitting, ordered, type Situation } from './steps'

const pop = samplePop()
const open = {
  number: '2611220001',
  status: 'open',
  open: true,
  confirmed: true,
  repeat_count: 0,
  symptom_class: '1',
  created_at: '2026-11-21T06:05:00Z',
  mended_at: null,
}
const works = {
  prefix: '55519',
  starts: '2026-01-01T00:00:00Z',
  ends: '2027-01-01T00:00:00Z',
  text_zh: '',
  text_en: '',
}
const passed = { by: '8002', mode: 'blind', reason: '', report: '' }

function situation(changes: Partial<Situation> = {}): Situation {
  return { pop, state: 'talking', identity: 'matches', report: '', overdue: false, ...changes }
}

const of = (changes: Partial<Pop>) => ({ pop: samplePop(changes) })
const unkeyed = of({ entered: { ...pop.entered, line_number: '' } })

describe('the fittest phrase', () => {
  const rows: [string, string, Partial<Situation>, string][] = [
    ['K16', 'a caller who comes at once', { identity: null, state: 'ringing' }, 'greeting'],
    [
      'F2.1',
      'a caller who waited',
      { identity: null, ...of({ waited_seconds: 15 }) },
      'greeting_after_waiting',
    ],
    [
      'F2.8',
      'a caller who is passed on',
      { identity: null, ...of({ passed, waited_seconds: 60 }) },
      'greeting_passed_on',
    ],
    ['F3.2', 'we call', { identity: null, ...of({ outgoing: true }) }, 'greeting_call_out'],
    ['F2.3', 'not the subscriber', { identity: 'mismatch' }, 'identity_mismatch'],
    [
      'F2.3',
      'not the subscriber, after the call',
      { identity: 'mismatch', state: 'wrap_up' },
      'identity_mismatch',
    ],
    ['F2.4', 'a key account at the first desk', of({ key_account: true }), 'key_account'],
    ['F2.4', 'a key account at the senior desk', of({ key_account: true, queue: 'senior' }), 'ask_symptom'],
    ['F1.5', 'planned works', of({ works }), 'works'],
    ['F2.5', 'mended', of({ line: { ...pop.line, mended: true } }), 'mended'],
    [
      'F2.5',
      'mended once, open again',
      of({ line: { ...pop.line, mended: true }, reports: [open] }),
      'repeat_in_time',
    ],
    ['F2.5', 'open and in time', of({ reports: [open] }), 'repeat_in_time'],
    ['F2.5', 'open and overdue', { ...of({ reports: [open] }), overdue: true }, 'overdue'],
    ['F2.7', 'a new fault', {}, 'ask_symptom'],
    ['F2.7', 'a new fault, identity left open', { identity: 'not_checked' }, 'ask_symptom'],
    ['F1.11', 'the report is taken', { report: '2611220007' }, 'reported'],
    ['K16', 'back from hold', { state: 'on_hold' }, 'hold_back'],
    ['K16', 'after the call', { state: 'wrap_up' }, 'closing'],
  ]
  test.each(rows)('%s: %s', (_clause, _what, changes, first) => {
    expect(fitting(situation(changes))[0]).toBe(first)
  })

  test('F1.2: the number that was keyed is confirmed, one that was not is asked for', () => {
    expect(fitting(situation({ identity: null }))[1]).toBe('confirm_line_number')
    expect(fitting(situation({ identity: null, ...unkeyed }))[1]).toBe('ask_line_number')
  })
})

test('what fits comes first, nothing is left out or said twice', () => {
  const book = ['greeting', 'hold', 'closing'].map((id) => ({ id, step: id, text: id, clause: 'K16' }))
  const { now, others } = ordered(book, ['closing', 'unheard_of'])
  expect(now.map((one) => one.id)).toEqual(['closing'])
  expect(others.map((one) => one.id)).toEqual(['greeting', 'hold'])
})

test('names in braces become what is known, and dots where nothing is', () => {
  const known = situation({ pop: samplePop({ reports: [open] }) })
  expect(filled('{line_number} / {contact_number}', known)).toBe('5551 0107 / 5550 0100')
  expect(filled('申告 {report}', known)).toBe('申告 2611220001')
  expect(filled('申告 {report}', situation({ report: '2611220009' }))).toBe('申告 2611220009')
  expect(filled('{report} {nonsense}', situation())).toBe('…… ……')
})
