import { expect, test } from 'vitest'
import type { AgentView, CallView, Pop, QueueView } from '@/api/live'
import { nothingKnown, told, type FromService } from './state'

const agent = (extension: string, state: AgentView['state']) => ({ extension, state }) as AgentView
const call = (id: string, stage: CallView['stage']) => ({ call: id, stage }) as CallView
const pop = (id: string, revision: number) => ({ id, revision }) as Pop
const queue = (name: string, waiting: number) => ({ name, waiting }) as QueueView

const after = (...messages: FromService[]) => messages.reduce(told, nothingKnown)
const board = (agents: AgentView[], calls: CallView[], gone: string[] = [], queues: QueueView[] = []) =>
  ({ type: 'board', board: { agents, calls, gone, queues } }) as FromService

test('a full state replaces what was told before', () => {
  const state = after(
    { type: 'call', call: call('old', 'talking') },
    { type: 'full', agent: agent('8001', 'ready'), calls: [], pops: [pop('p', 1)], board: null, alarms: [] },
  )
  expect(state.calls).toEqual({})
  expect(state.agent?.state).toBe('ready')
  expect(Object.keys(state.pops)).toEqual(['p'])
})

test('a pop is replaced by its later revision, never by an earlier one', () => {
  const state = after({ type: 'pop', pop: pop('p', 2) }, { type: 'pop', pop: pop('p', 1) })
  expect(state.pops.p?.revision).toBe(2)
})

test('a withdrawn pop is gone', () => {
  expect(after({ type: 'pop', pop: pop('p', 1) }, { type: 'pop_withdrawn', pop: 'p', why: '' }).pops).toEqual(
    {},
  )
})

test('the board takes changes: others stay, calls that are over go', () => {
  const state = after(
    board([agent('8001', 'ready'), agent('8002', 'ready')], [call('a', 'waiting'), call('b', 'waiting')]),
    board([agent('8001', 'talking')], [call('a', 'talking')], ['b'], [queue('junior', 1)]),
  )
  expect(state.board?.agents['8001']?.state).toBe('talking')
  expect(state.board?.agents['8002']?.state).toBe('ready')
  expect(Object.keys(state.board?.calls ?? {})).toEqual(['a'])
  expect(state.board?.queues.junior?.waiting).toBe(1)
})

test('who is heard is told on and off', () => {
  const on = after({ type: 'being_heard', call: 'a', on: true })
  expect(on.heard).toEqual(['a'])
  expect(told(on, { type: 'being_heard', call: 'a', on: false }).heard).toEqual([])
})
