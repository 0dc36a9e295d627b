import { expect, test } from 'vitest'
import { standingOf } from './standing'

const REPORT = {
  number: '2611220001',
  status: 'open',
  open: true,
  confirmed: true,
  repeat_count: 0,
  symptom_class: '1',
  created_at: '2026-11-21T06:05:00Z',
  mended_at: null,
  deadline: '2026-11-22T06:05:00Z',
}
const DEADLINE = Date.parse(REPORT.deadline)
const SETTLED = { status: 'mended', open: false, deadline: null }
const UNCONFIRMED = { confirmed: false, open: false, deadline: null }

test.each([
  ['open, in time', {}, DEADLINE - 1, 'open', 'warn'],
  ['open, overdue', {}, DEADLINE, 'overdue', 'danger'],
  ['mended, long ago', SETTLED, DEADLINE, 'mended', 'calm'],
  ['never confirmed', UNCONFIRMED, DEADLINE, 'unconfirmed', 'calm'],
])('F2.5: %s', (_what, changes, now, name, tone) => {
  expect(standingOf({ ...REPORT, ...changes }, now)).toEqual({ name, tone })
})
