import { expect, test } from 'vitest'
import { fromAddress, NOTHING, sorted, toAddress, toQuestion, type Filters } from './filters'

const ZONE = 'Asia/Shanghai'
const asked = (filters: Partial<Filters>) => toQuestion({ ...NOTHING, ...filters }, ZONE, null)

test.each([
  ['everything, the newest first', {}, {}],
  [
    'an open report within its time',
    { state: 'in_time' },
    { status: 'open', confirmed: true, overdue: false },
  ],
  ['F2.5: overdue', { state: 'overdue' }, { overdue: true }],
  ['F1.10: never confirmed', { state: 'unconfirmed' }, { status: 'open', confirmed: false }],
  ['a number as people write it', { text: '5550 0101' }, { text: '55500101' }],
  ['a word where a number belongs asks for nothing', { text: 'sample' }, {}],
  [
    'whole days of the site',
    { from: '2026-11-21', to: '2026-11-22' },
    { since: '2026-11-20T16:00:00.000Z', until: '2026-11-22T16:00:00.000Z' },
  ],
  ['by an agent', { by: ' Agent.One ', repeats: '2' }, { by: 'agent.one', repeats: 2 }],
])('%s', (_why, filters, expected) => {
  expect(asked(filters)).toEqual({ sort: '-created_at', ...expected })
})

test('what the address asks for comes back as it was', () => {
  const filters = { ...NOTHING, state: 'overdue', branch: 'Sample', from: '2026-11-22', sort: 'number' }
  expect(fromAddress(toAddress(filters))).toEqual(filters)
})

test('what makes no sense in an address is left out', () => {
  const odd = {
    state: 'burning',
    sort: 'note',
    from: '22.11.2026',
    repeats: '-1',
    symptom: ['1', '2'],
    text: 'x'.repeat(90),
    nobody: 'knows',
  }
  expect(toAddress(fromAddress(odd))).toEqual({ text: 'x'.repeat(64) })
})

test.each([
  ['', 'created_at', 'created_at'],
  ['', 'number', '-number'],
  ['-number', 'number', 'number'],
  ['number', 'number', '-number'],
] as const)('sorted by %s, then asked for %s', (now, by, expected) => {
  expect(sorted(now, by)).toBe(expected)
})
