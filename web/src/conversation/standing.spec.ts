import { expect, test } from 'vitest'
import { SAMPLE_REPORT } from './sample_report'
import { standingOf } from './standing'

const DEADLINE = Date.parse(SAMPLE_REPORT.deadline)
const SETTLED = { status: 'mended', open: false, deadline: null }
const UNCONFIRMED = { confirmed: false, open: false, deadline: null }

test.each([
  ['open, in time', {}, DEADLINE - 1, 'open', 'warn'],
  ['open, overdue', {}, DEADLINE, 'overdue', 'danger'],
  ['mended, long ago', SETTLED, DEADLINE, 'mended', 'calm'],
  ['never confirmed', UNCONFIRMED, DEADLINE, 'unconfirmed', 'calm'],
])('F2.5: %s', (_what, changes, now, name, tone) => {
  expect(standingOf({ ...SAMPLE_REPORT, ...changes }, now)).toEqual({ name, tone })
})
