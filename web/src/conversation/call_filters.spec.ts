import { expect, test } from 'vitest'
import { agentText, lasted, NOTHING, outcomeOf, questionOf } from './call_filters'

const ZONE = 'Asia/Shanghai'

test('an empty form asks for everything', () => {
  const asked = Object.entries(questionOf(NOTHING, ZONE)).filter(([, value]) => value !== undefined)
  expect(asked).toEqual([['limit', 50]])
})

test('the last day belongs to what is asked for', () => {
  const asked = questionOf({ ...NOTHING, from: '2026-11-21', to: '2026-11-22' }, ZONE)
  expect([asked.since, asked.until]).toEqual(['2026-11-20T16:00:00.000Z', '2026-11-22T16:00:00.000Z'])
})

test('numbers are digits however they are typed', () => {
  const asked = questionOf({ ...NOTHING, caller: '5550 0100', line: ' 5551-0107 ', agent: 'x' }, ZONE, 'next')
  expect([asked.caller, asked.line, asked.agent, asked.cursor]).toEqual([
    '55500100',
    '55510107',
    undefined,
    'next',
  ])
})

test('how long a call lasted', () => {
  const started_at = '2026-11-22T06:00:00Z'
  expect(lasted({ started_at, ended_at: '2026-11-22T06:01:30Z' })).toBe(90)
  expect(lasted({ started_at, ended_at: null })).toBeNull()
})

test.each([
  ['ended, with an outcome', '2026-11-22T04:00:00Z', 'to_agent', 'to_agent'],
  ['ended, without one', '2026-11-22T04:00:00Z', null, 'none'],
  ['under way, though the automatic flow is over', null, 'to_agent', 'under_way'],
  ['under way', null, null, 'under_way'],
])('a call %s', (_, ended_at, outcome, shown) => {
  expect(outcomeOf({ ended_at, outcome })).toBe(shown)
})

test('an agent is named, with the extension', () => {
  expect(agentText({ agent: '8001', agent_name: '样例甲' })).toBe('样例甲 8001')
  expect(agentText({ agent: '8001', agent_name: null })).toBe('8001')
})
