import { expect, test } from 'vitest'
import { empty, told, type Moment, type Transcript } from './transcript'

const prompt = { kind: 'prompt' as const, text: '您好', prompt: 'V1', clause: 'F1.2' }

function after(...moments: Moment[]): Transcript {
  return moments.reduce(told, empty())
}

function saying(over: Partial<Extract<Moment, { kind: 'said' }>> = {}): Moment {
  return {
    kind: 'said',
    at: 1,
    step: 'line_number',
    clause: 'F1.2',
    language: 'zh',
    parts: [prompt],
    awaits: 'keys',
    ...over,
  }
}

test('what the hotline says is a turn, with its clause and what it waits for', () => {
  const call = after(saying())
  expect(call.turns).toEqual([{ by: 'hotline', at: 1, clause: 'F1.2', language: 'zh', parts: [prompt] }])
  expect([call.clause, call.step, call.awaits]).toEqual(['F1.2', 'line_number', 'keys'])
})

test('one breath of several clauses is a turn for each', () => {
  const asks = { kind: 'prompt' as const, text: '留言请按1', prompt: 'V7', clause: 'F1.12' }
  const number = { kind: 'number' as const, text: '2611220001', prompt: '', clause: '' }
  const call = after(saying({ parts: [prompt, number, asks], clause: 'F1.12' }))
  expect(call.turns).toMatchObject([
    { clause: 'F1.2', parts: [prompt, number] },
    { clause: 'F1.12', parts: [asks] },
  ])
})

test('a verdict completes the sentence before it, whatever the clause', () => {
  const last = { kind: 'prompt' as const, text: '上一次的测试结果是', prompt: 'last_test', clause: 'F1.6' }
  const verdict = {
    kind: 'prompt' as const,
    text: '绝缘不良',
    prompt: 'verdict_low_insulation',
    clause: 'F1.11',
  }
  expect(after(saying({ parts: [last, verdict] })).turns).toMatchObject([
    { clause: 'F1.6', parts: [last, verdict] },
  ])
})

test('among people the dialogue’s step and clause are over', () => {
  const call = after(saying(), {
    kind: 'moved',
    at: 2,
    stage: 'talking',
    queue: 'junior',
    place: 0,
    agent: '8001',
  })
  expect([call.step, call.clause, call.awaits]).toEqual(['', '', 'nothing'])
})

test('a wait for speech without words is no turn of its own', () => {
  const call = after(saying(), saying({ parts: [], clause: '', awaits: 'speech', step: 'symptom' }))
  expect(call.turns).toHaveLength(1)
  expect([call.clause, call.step, call.awaits]).toEqual(['F1.2', 'symptom', 'speech'])
})

test('keys are the caller’s turn, silence is told apart from a lone end key', () => {
  const call = after(
    saying(),
    { kind: 'keyed', at: 2, step: 'line_number', keys: '55500101', ended: 'end' },
    { kind: 'keyed', at: 3, step: 'line_number', keys: '', ended: 'silence' },
    { kind: 'keyed', at: 4, step: 'contact_number', keys: '', ended: 'end' },
  )
  expect(call.turns.slice(1)).toEqual([
    { by: 'caller', at: 2, keys: '55500101', hash: true },
    { by: 'silence', at: 3 },
    { by: 'caller', at: 4, keys: '', hash: true },
  ])
  expect(call.awaits).toBe('nothing')
})

test('a report number is told once', () => {
  const stored: Moment = { kind: 'stored', at: 1, report: '2611220001', repeated: false }
  expect(after(stored, stored).turns).toEqual([{ by: 'books', at: 1, report: '2611220001', repeated: false }])
})

test('only stages in which nobody speaks to the caller by prompts get a line', () => {
  const call = after(
    { kind: 'moved', at: 1, stage: 'automatic', queue: '', place: 0, agent: '' },
    { kind: 'moved', at: 2, stage: 'waiting', queue: 'junior', place: 2, agent: '' },
    { kind: 'moved', at: 3, stage: 'ended', queue: '', place: 0, agent: '' },
  )
  expect(call.turns).toEqual([{ by: 'place', at: 2, stage: 'waiting', queue: 'junior', place: 2, agent: '' }])
  expect(call.stage).toBe('ended')
})

test('the end keeps what was stored', () => {
  const over: Moment = {
    kind: 'over',
    at: 9,
    report: '2611220001',
    line_number: '55500101',
    confirmed: true,
    repeated: false,
    last_step: 'what_else',
  }
  expect(after(saying(), over).left).toEqual(over)
})
