import { expect, test } from 'vitest'
import type { AgentView, CallView, Pop } from '@/api/live'
import { currentCall, currentPop, overPops } from './current'

const agent = (state: AgentView['state'], call = '') => ({ state, call }) as AgentView
const call = (id: string) => ({ call: id }) as CallView
const pop = (id: string, of: string, at: string) =>
  ({ id, call: of, rang_at: `2026-03-01T08:00:${at}Z` }) as Pop

test('the call is the one that the floor names', () => {
  expect(currentCall(agent('talking', 'a'), [call('a'), call('b')])?.call).toBe('a')
  expect(currentCall(agent('ringing'), [call('b')])?.call).toBe('b')
  expect(currentCall(null, [])).toBeNull()
})

test('the pop is that of the call, in its last ringing', () => {
  const pops = [pop('2', 'a', '20'), pop('1', 'a', '10'), pop('3', 'b', '30')]
  expect(currentPop(pops, call('a'))?.id).toBe('2')
  expect(currentPop(pops, null)?.id).toBe('3')
  expect(currentPop([], call('a'))).toBeNull()
})

test.each([
  ['wrapping up: it stays', agent('wrap_up'), [], []],
  ['paused by a lost telephone: it stays', agent('paused'), [], []],
  ['ready for the next: it goes', agent('ready'), [], ['1']],
  ['ready, but the call is still there: it stays', agent('ready'), [call('a')], []],
])('%s', (_, who, calls, over) => {
  expect(overPops([pop('1', 'a', '10')], who, calls).map((one) => one.id)).toEqual(over)
})
