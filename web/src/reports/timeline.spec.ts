import { expect, test } from 'vitest'
import type { Moment } from './shown'
import { isReplaced, saidIn, secondsText, titleOf, toneOfMoment, wordsOf } from './timeline'

function moment(kind: string, data: Moment['data'] = {}, more: Partial<Moment> = {}): Moment {
  return { at: '2026-11-22T08:00:00Z', kind, call: '', person: '', steps: [], data, ...more }
}

test('a kind that a later service may bring has a title too', () => {
  expect([titleOf(moment('taken')), titleOf(moment('order_sent'))]).toEqual(['taken', 'other'])
})

test.each([
  [
    'what an agent made of it',
    moment('taken', { note: 'hums', answer: '', handling: 'dispatch' }),
    [{ key: 'made', value: 'dispatch', of: 'handling' }],
  ],
  [
    'what was told',
    moment('repeated', { told: 'overdue', counted: true }),
    [{ key: 'told', value: 'overdue', of: 'progress' }],
  ],
  [
    'how far the caller came',
    moment('visit', { last_step: 'V5', seconds: 41.6, outcome: 'left', reason: '' }),
    [
      { key: 'step', value: 'V5' },
      { key: 'seconds', value: 42 },
    ],
  ],
  [
    'a transfer with its reason',
    moment('transfer', { to: 'queue', target: 'manager', reason: 'overdue', mode: 'blind' }),
    [
      { key: 'to', value: 'manager' },
      { key: 'reason', value: 'overdue' },
    ],
  ],
])('%s', (_why, one, expected) => {
  expect(wordsOf(one)).toEqual(expected)
})

test.each([
  [0.04, '0.0'],
  [9.94, '9.9'],
  [10, '10'],
  [41.6, '42'],
])('F1: %s seconds in a step read %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text)
})

test('what somebody wrote stands apart', () => {
  expect(saidIn(moment('taken', { note: 'hums', answer: '' }))).toEqual(['hums'])
  expect(saidIn(moment('mended'))).toEqual([])
})

test('a message of old is not played as the present one', () => {
  expect(isReplaced(moment('answer_kept', {}, { sound: null }))).toBe(true)
  expect(isReplaced(moment('answer_kept', {}, { sound: 'message-for-caller' }))).toBe(false)
  expect(isReplaced(moment('mended'))).toBe(false)
})

test.each([
  [moment('line_test', { verdict: 'ok' }), 'good'],
  [moment('line_test', { verdict: 'short' }), 'danger'],
  [moment('taken', {}, { person: 'agent.one' }), 'busy'],
  [moment('kept_unconfirmed'), 'warn'],
  [moment('visit'), 'calm'],
])('tone of %o', (one, tone) => {
  expect(toneOfMoment(one)).toBe(tone)
})
