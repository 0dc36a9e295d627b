import { expect, test } from 'vitest'
import { wished } from './targets'

const wish = { kind: 'queue', target: 'senior', reason: 'overdue', report: '' } as const

test.each([
  ['a queue', wish, { to: 'queue', target: 'senior', reason: 'overdue', report: null }],
  [
    'the manager hotline, whatever was chosen before',
    { ...wish, kind: 'manager' },
    { to: 'queue', target: 'manager' },
  ],
  [
    'a number as people write it',
    { ...wish, kind: 'number', target: '5550 01-23' },
    { to: 'number', target: '55500123' },
  ],
  [
    'reason and report go along (F2.8)',
    { ...wish, reason: ' cable ', report: '17' },
    { reason: 'cable', report: '17' },
  ],
] as const)('%s', (_, what, sent) => {
  expect(wished({ ...what }, 'attended')).toMatchObject({ mode: 'attended', ...sent })
})

test.each(['', 'abc', '5550; 1'])('nothing is sent to the number %o', (target) => {
  expect(wished({ ...wish, kind: 'number', target }, 'blind')).toBeNull()
})

test.each(['', '  '])('nobody is passed on without a reason (F2.8): %o', (reason) => {
  expect(wished({ ...wish, reason }, 'blind')).toBeNull()
})
