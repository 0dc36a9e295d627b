import { expect, test } from 'vitest'
import {
  answersByItself,
  BACK_WITHIN,
  hasLostCall,
  isOverThere,
  PLACED_WITHIN,
  recalled,
} from './auto_answer'

const NOW = 1_800_000_000_000
const talked = (call: string, ago: number) => ({ talkedWith: { call, at: NOW - ago }, placedAt: null })
const placed = (ago: number) => ({ talkedWith: null, placedAt: NOW - ago })
const nothing = { talkedWith: null, placedAt: null }

test.each([
  ['the same caller after a reload', 'a', talked('a', 2000), true],
  ['another caller', 'b', talked('a', 2000), false],
  ['the same caller much later', 'a', talked('a', BACK_WITHIN + 1), false],
  ['a clock that was set back', 'a', talked('a', -5000), false],
  ['any caller, nothing remembered', 'a', nothing, false],
  ['one of our own making', '', placed(1000), true],
  ['one without an id, long after a click', '', placed(PLACED_WITHIN + 1), false],
  ['one without an id, nothing clicked', '', talked('a', 10), false],
  ['a caller while a number was clicked', 'a', placed(10), false],
])('%s', (_, call, expecting, answered) => {
  expect(answersByItself(call, expecting, NOW)).toBe(answered)
})

test.each([
  ['talking, telephone knows nothing', 'talking', 'a', 'registered', 'idle', true],
  ['on hold, telephone knows nothing', 'on_hold', 'a', 'registered', 'idle', true],
  ['not registered yet', 'talking', 'a', 'connecting', 'idle', false],
  ['in that very call', 'talking', 'a', 'registered', 'talking', false],
  ['being answered', 'talking', 'a', 'registered', 'answering', false],
  ['no call', 'wrap_up', '', 'registered', 'idle', false],
])('a lost call: %s', (_, state, call, link, talk, lost) => {
  expect(hasLostCall({ state, call }, { link, talk })).toBe(lost)
})

test.each([null, '', 'nonsense', '[]', '{"call":""}', '{"call":"a"}', '{"call":1,"at":2}'])(
  '%s recalls nothing',
  (text) => {
    expect(recalled(text)).toBeNull()
  },
)

test('what was remembered is recalled', () => {
  expect(recalled(JSON.stringify({ call: 'a', at: 5 }))).toEqual({ call: 'a', at: 5 })
})

test.each([
  ['wrapping up there, talking here', 'wrap_up', '', 'registered', 'talking', 'a', true],
  ['talking there as well', 'talking', 'a', 'registered', 'talking', 'a', false],
  ['a listen-in, which is no call of the floor', 'ready', '', 'registered', 'talking', '', false],
  ['not registered: nothing can be said', 'wrap_up', '', 'lost', 'talking', 'a', false],
  ['still being answered', 'ready', '', 'registered', 'answering', 'a', false],
])('an unheard end: %s', (_, state, call, link, talk, own, over) => {
  expect(isOverThere({ state, call }, { link, talk, call: own })).toBe(over)
})
