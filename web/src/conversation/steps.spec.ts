import { describe, expect, test } from 'vitest'
import type { Pop } from '@/api/live'
import { samplePop } from './sample_pop'
import { SAMPLE_REPORT } from './sample_report'
import { filled, fitting, ordered, toldBy, type Situation } from './steps'

const pop = samplePop()
const open = SAMPLE_REPORT
const works = {
  prefix: '55519',
  starts: '2026-01-01T00:00:00Z',
  ends: '2027-01-01T00:00:00Z',
  text_zh: '',
  text_en: '',
}
const passed = { by: '8002', mode: 'blind', reason: '', report: '' }

const IN_TIME = Date.parse(open.deadline) - 1
const LATE = Date.parse(open.deadline)

function situation(changes: Partial<Situation> = {}): Situation {
  const so: Situation = {
    pop,
    state: 'talking',
    identity: 'matches',
    report: '',
    tell: null,
    about: '',
    noted: false,
    test: '',
    passing: '',
    ...changes,
  }
  return { ...so, tell: changes.tell ?? toldBy(so.pop, IN_TIME) }
}

const of = (changes: Partial<Pop>) => ({ pop: samplePop(changes) })
const unkeyed = of({ entered: { ...pop.entered, line_number: '' } })
const withContact = of({ entered: { ...pop.entered, contact_number: '55500177' } })

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
    ['F2.5', 'open and overdue', { ...of({ reports: [open] }), tell: 'overdue' }, 'overdue'],
    ['F2.5', 'overdue, and noted that the caller asks', { tell: 'overdue', noted: true }, 'overdue'],
    ['F2.5', 'overdue, and the repeat is taken', { tell: 'overdue', report: '2611220007' }, 'overdue'],
    ['F2.5', 'in time, and noted that the caller asks', { tell: 'open', noted: true }, 'repeat_urged'],
    ['K16', 'noted before anybody is identified', { identity: null, noted: true }, 'ask_contact'],
    ['F1.10', 'noted, with a number keyed', { noted: true, ...withContact }, 'confirm_contact'],
    ['F1.9', 'the symptom was keyed', of({ entered: { ...pop.entered, symptom_class: '2' } }), 'ask_since'],
    ['F2.7', 'the line is tested', { test: 'running' }, 'line_test_begins'],
    ['F2.7', 'tested before anybody is identified', { identity: null, test: 'running' }, 'line_test_begins'],
    ['F1.8', 'the line is good', { test: 'ok' }, 'line_test_good'],
    ['F1.8', 'the telephone is off the hook', { test: 'off_hook' }, 'line_test_good'],
    ['F1.8', 'the line is bad', { test: 'short' }, 'line_test_bad'],
    ['F1.8', 'the line is bad, and noted', { test: 'short', noted: true }, 'line_test_bad'],
    ['F1.8', 'the test has found nothing out', { test: 'unknown' }, 'ask_symptom'],
    ['F1.8', 'mended, and bad again', { tell: 'mended', test: 'open' }, 'line_test_bad'],
    ['F2.8', 'about to be passed on', { passing: 'queue' }, 'pass_on'],
    ['F2.8', 'about to be passed on, before the identity', { identity: null, passing: 'agent' }, 'pass_on'],
    ['F2.5', 'overdue, to the manager', { tell: 'overdue', passing: 'manager' }, 'overdue'],
    ['F8.2', 'not satisfied, to the manager', { tell: 'open', passing: 'manager' }, 'unsatisfied'],
    ['F2.4', 'a key account is passed on', { passing: 'queue', ...of({ key_account: true }) }, 'key_account'],
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

test.each([
  ['F1.5: planned works before all else', of({ works, reports: [open] }).pop, LATE, 'works'],
  ['F2.5: an open report until its deadline', of({ reports: [open] }).pop, IN_TIME, 'open'],
  ['F2.5: an open report from its deadline on', of({ reports: [open] }).pop, LATE, 'overdue'],
  ['F2.5: mended', of({ line: { ...pop.line, mended: true } }).pop, LATE, 'mended'],
  ['F2.7: a new fault', pop, LATE, null],
])('%s', (_what, known, now, told) => {
  expect(toldBy(known, now)).toBe(told)
})

test('what fits comes first, nothing is left out or said twice', () => {
  const book = ['greeting', 'hold', 'closing'].map((id) => ({ id, step: id, text: id, clause: 'K16' }))
  const { now, others } = ordered(book, ['closing', 'unheard_of'])
  expect(now.map((one) => one.id)).toEqual(['closing'])
  expect(others.map((one) => one.id)).toEqual(['greeting', 'hold'])
})

test('names in braces become what is known, and dots where nothing is', () => {
  const known = situation({ about: open.number })
  expect(filled('{line_number} / {contact_number}', known)).toBe('5551 0107 / 5550 0100')
  expect(filled('申告 {report}', known)).toBe('申告 2611220001')
  expect(filled('申告 {report}', situation({ report: '2611220009' }))).toBe('申告 2611220009')
  expect(filled('{report} {nonsense}', situation())).toBe('…… ……')
})
