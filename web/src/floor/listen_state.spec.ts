import { expect, test } from 'vitest'
import type { Listening } from '@/api/live'
import { modeOfKey, shown, whyKey, type Asked } from './listen_state'

const live = (listening: string, state: Listening['state']): Listening => ({
  type: 'listening',
  listening,
  call: 'c1',
  agent: '8001',
  mode: 'listen',
  state,
  why: state === 'ended' ? 'the call is over' : '',
})
const asked = (id: string): Asked => ({ id, call: 'c1', agent: '8001', mode: 'whisper', state: 'on' })

test.each<[string, Listening[], Asked[] | null, string | undefined]>([
  ['nothing', [], null, undefined],
  ['what the channel told', [live('a', 'on')], null, 'a'],
  ['after a reload what the service knows', [], [asked('a')], 'a'],
  ['one that goes on before one that has ended', [live('a', 'ended'), live('b', 'calling')], null, 'b'],
  ['one that has ended is shown until it is dismissed', [live('a', 'ended')], null, 'a'],
  ['one that ended while we were away is not shown as going on', [live('a', 'on')], [], undefined],
  ['one that ended is not brought back by an older answer', [live('a', 'ended')], [asked('a')], 'a'],
])('%s', (_, told, answer, wanted) => {
  expect(shown(told, answer)?.listening).toBe(wanted)
})

test('the live state counts before an older answer', () => {
  expect(shown([live('a', 'on')], [asked('a')])?.mode).toBe('listen')
  expect(shown([live('a', 'ended')], [asked('a')])?.state).toBe('ended')
})

test('keys 1, 2 and 3 choose what the person may', () => {
  const all = () => true
  expect(['1', '2', '3', '4', 'x', '0'].map((key) => modeOfKey(key, all))).toEqual([
    'listen',
    'whisper',
    'barge',
    null,
    null,
    null,
  ])
  expect(modeOfKey('3', (mode) => mode !== 'barge')).toBeNull()
})

test('every ending has words', () => {
  expect(whyKey('the listener hung up')).toBe('hung_up')
  expect(whyKey('something new')).toBe('unknown')
})
