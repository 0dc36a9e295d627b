import { expect, test } from 'vitest'
import type { AgentState, AgentView } from '@/api/live'
import { byAttention, counted, EVERYBODY, found, teamsOf, toneOf, troubleOf, type Trouble } from './agents'

const NOW = Date.parse('2026-11-22T08:00:00Z')

export function agent(
  extension: string,
  state: AgentState,
  seconds: number,
  more: Partial<AgentView> = {},
): AgentView {
  return {
    extension,
    name: `Sample ${extension}`,
    team: 'north',
    state,
    since: new Date(NOW - seconds * 1_000).toISOString(),
    reason: '',
    cause: '',
    call: '',
    reachable: true,
    desktop: true,
    then_pause: '',
    then_sign_out: false,
    skills: { junior: 1 },
    ...more,
  }
}

test.each<[string, AgentView, Trouble]>([
  ['ready and well', agent('8001', 'ready', 5_000), ''],
  ['paused by a person, not for long', agent('8001', 'paused', 60, { reason: 'lunch' }), ''],
  ['paused by a person for too long', agent('8001', 'paused', 901, { reason: 'lunch' }), 'too_long'],
  ['did not answer', agent('8001', 'paused', 1, { reason: 'no answer' }), 'by_itself'],
  ['no telephone', agent('8001', 'talking', 1, { reachable: false }), 'no_telephone'],
  ['signed out has no trouble', agent('8001', 'signed_out', 90_000, { reachable: false }), ''],
  ['a caller held for too long', agent('8001', 'on_hold', 121), 'too_long'],
])('%s', (_, one, trouble) => {
  expect(troubleOf(one, NOW)).toBe(trouble)
})

test('a lost telephone is told in red whatever the state', () => {
  expect(toneOf(agent('8001', 'ready', 1), 'no_telephone')).toBe('danger')
  expect(toneOf(agent('8001', 'ready', 1), '')).toBe('good')
})

test('whoever needs attention comes first, among equals the longest', () => {
  const floor = [
    agent('8001', 'ready', 10),
    agent('8002', 'signed_out', 10),
    agent('8003', 'talking', 30),
    agent('8004', 'talking', 60),
    agent('8005', 'paused', 1, { reason: 'declined' }),
    agent('8006', 'paused', 5_000, { reason: 'lunch' }),
    agent('8007', 'ready', 1, { reachable: false }),
  ]
  const order = byAttention(floor, NOW).map((one) => one.extension)
  expect(order).toEqual(['8005', '8007', '8006', '8004', '8003', '8001', '8002'])
})

test('filters by team, queue, state and text; who is signed out only when asked for', () => {
  const floor = [
    agent('8001', 'ready', 1),
    agent('8002', 'paused', 1, { team: 'south', skills: { senior: 2 } }),
    agent('8003', 'signed_out', 1),
  ]
  const who = (wanted: Partial<typeof EVERYBODY>) =>
    found(floor, { ...EVERYBODY, ...wanted }).map((one) => one.extension)
  expect(who({})).toEqual(['8001', '8002'])
  expect(who({ team: 'south' })).toEqual(['8002'])
  expect(who({ queue: 'senior' })).toEqual(['8002'])
  expect(who({ state: 'signed_out' })).toEqual(['8003'])
  expect(who({ text: ' sample 8001' })).toEqual(['8001'])
  expect(teamsOf(floor)).toEqual(['north', 'south'])
  expect(counted(floor)).toEqual([
    ['ready', 1],
    ['paused', 1],
    ['signed_out', 1],
  ])
})

test('five hundred agents are put in order without being lost', () => {
  const states: AgentState[] = ['ready', 'talking', 'paused', 'wrap_up', 'on_hold', 'ringing']
  const floor = Array.from({ length: 500 }, (_, n) => agent(String(8000 + n), states[n % 6]!, n))
  const order = byAttention(floor, NOW)
  expect(new Set(order.map((one) => one.extension)).size).toBe(500)
  expect(order.at(-1)?.state).toBe('ready')
})
