import { expect, test } from 'vitest'
import type { CallView, Stage } from '@/api/live'
import { conversations, inDialogue, isOwn, mayBeMoved, nameOf, speakers, waitingCalls } from './calls'

function call(id: string, stage: Stage, minute: number, more: Partial<CallView> = {}): CallView {
  const at = `2026-11-22T08:${String(minute).padStart(2, '0')}:00Z`
  return {
    call: id,
    caller: '55510001',
    dialled: '112',
    began: at,
    stage,
    stage_since: at,
    queue: 'junior',
    waiting_since: null,
    line_number: '',
    key_account: false,
    language: 'zh',
    reason: '',
    overflow_prompts: 0,
    agent: '',
    outgoing: false,
    transfer: '',
    recorded: false,
    recording_paused: null,
    joined: [],
    in_front: false,
    ...more,
  }
}

const FLOOR = [
  call('late', 'waiting', 9, { waiting_since: '2026-11-22T08:09:00Z' }),
  call('early', 'offered', 20, { waiting_since: '2026-11-22T08:01:00Z' }),
  call('lost', 'kept', 5),
  call('talks', 'talking', 7, { agent: '8001', joined: ['8002'] }),
  call('held', 'held', 3, { agent: '8003' }),
  call('keys', 'automatic', 8),
]

test('waiting callers stand in the order of their first entry, offers and lost telephones included', () => {
  expect(waitingCalls(FLOOR).map((one) => one.call)).toEqual(['early', 'lost', 'late'])
  expect(waitingCalls(FLOOR).map(mayBeMoved)).toEqual([false, false, true])
})

test('whoever was put in front stands in front', () => {
  const floor = [...FLOOR, call('first', 'waiting', 30, { in_front: true })]
  expect(waitingCalls(floor)[0]?.call).toBe('first')
})

test('conversations and dialogues are told apart', () => {
  expect(conversations(FLOOR).map((one) => one.call)).toEqual(['held', 'talks'])
  expect(inDialogue(FLOOR)).toBe(1)
})

test('nobody listens to a call that they are in', () => {
  expect(speakers(FLOOR[3]!)).toEqual(['8001', '8002'])
  expect(isOwn(FLOOR[3]!, '8002')).toBe(true)
  expect(isOwn(FLOOR[3]!, '8003')).toBe(false)
  expect(isOwn(FLOOR[5]!, '')).toBe(false)
})

test('an agent is named as far as known', () => {
  expect(nameOf({}, '8001')).toBe('8001')
})
