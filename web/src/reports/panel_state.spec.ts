import { expect, test } from 'vitest'
import { panelState, spoken, takenInCall, untilText } from './panel_state'
import type { Line, Report } from './shown'

const CALL = 'node1-1700000000.1'

function report(number: string, changes: Partial<Report> = {}): Report {
  return {
    number,
    line_number: '55500101',
    contact_number: null,
    confirmed: true,
    status: 'open',
    progress: 'in_time',
    deadline: '2026-11-23T08:00:00Z',
    repeat_count: 0,
    language: 'zh',
    outcome: 'reported',
    last_step: 'V9',
    symptom_class: null,
    created_at: '2026-11-22T08:00:00Z',
    mended_at: null,
    closed_at: null,
    call: 'node1-1600000000.1',
    taken_by: null,
    handling: null,
    note: null,
    answer: null,
    keys_left: null,
    version: 0,
    exchange: '5550',
    branch: 'Sample branch',
    sounds: [],
    ...changes,
  }
}

function line(changes: Partial<Line> = {}): Line {
  return {
    number: '55500101',
    exchange: null,
    subscriber: null,
    works: null,
    mended: false,
    mended_report: null,
    open_report: null,
    last_test: null,
    reports: [],
    ...changes,
  }
}

const open = report('2611220001')
const late = report('2611200001', { progress: 'overdue' })
const mended = report('2611210001', { status: 'mended', progress: 'mended' })
const works = {
  prefix: '5550',
  starts: '2026-11-22T08:00:00Z',
  ends: '2026-11-22T18:00:00Z',
  text_zh: '施工',
  text_en: 'Works',
}

test.each([
  ['nothing is known yet', null, null, []],
  ['F2.7: a line without a report', line(), null, ['new']],
  ['F2.5: an open report', line({ open_report: open }), 'open', ['repeat', 'supplement']],
  ['F2.5: an overdue one', line({ open_report: late }), 'overdue', ['repeat', 'supplement']],
  [
    'F2.6: taken down in this very call',
    line({ open_report: report('2611220002', { call: CALL }) }),
    'open',
    ['supplement', 'repeat'],
  ],
  [
    'F1.5: mended, and not again since',
    line({ mended: true, mended_report: mended.number, reports: [mended] }),
    'mended',
    ['repeat', 'new'],
  ],
  ['F1.5: planned works', line({ works }), 'works', ['new']],
  ['planned works, reported before', line({ works, open_report: open }), 'works', ['repeat', 'supplement']],
])('%s', (_why, seen, tell, offer) => {
  const state = panelState(seen, CALL)
  expect([state.tell, state.offer]).toEqual([tell, offer])
})

test('a repeat of what was mended is about that report', () => {
  const seen = line({ mended: true, mended_report: mended.number, reports: [open, mended] })
  expect(panelState(seen, CALL).about?.number).toBe(mended.number)
})

test.each([
  ['by the automatic flow in this call', [report('1', { call: CALL })], CALL, '1'],
  ['only begun in it', [report('1', { call: CALL, confirmed: false })], CALL, undefined],
  ['in another call', [report('1')], CALL, undefined],
  ['nobody is on the telephone', [report('1', { call: '' })], null, undefined],
])('taken down %s', (_why, reports, call, number) => {
  expect(takenInCall(line({ reports }), call)?.number).toBe(number)
})

test('a number is easy to say', () => {
  expect([spoken('2611220001'), spoken('26112210000'), spoken('12')]).toEqual([
    '261122 0001',
    '261122 10000',
    '12',
  ])
})

test.each([
  ['2026-11-22T10:30:00Z', { late: false, hours: 2, minutes: 30 }],
  ['2026-11-22T07:15:00Z', { late: true, hours: 0, minutes: 45 }],
])('until %s', (deadline, expected) => {
  expect(untilText(deadline, Date.parse('2026-11-22T08:00:00Z'))).toEqual(expected)
})
