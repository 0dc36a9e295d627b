import { expect, test } from 'vitest'
import { beginning, keyOf, placeOf, same, savesByItself, secondsLeft } from './wrap_up'

test('each entry has the digit that chooses it, ten of them', () => {
  for (let place = 0; place < 10; place++) expect(placeOf(keyOf(place), 12)).toBe(place)
  expect(keyOf(10)).toBe('')
})

test.each([
  ['a digit past the list', '4', 3, -1],
  ['the last one', '3', 3, 2],
  ['zero is the tenth', '0', 10, 9],
  ['zero of nine', '0', 9, -1],
  ['another key', 'a', 10, -1],
  ['a key with a name', 'Enter', 10, -1],
  ['no key', '', 10, -1],
])('%s', (_what, key, count, place) => {
  expect(placeOf(key, count)).toBe(place)
})

test.each([
  ['at the beginning', 'wrap_up', 0, 30],
  ['before the next tick of the clock', 'wrap_up', -700, 30],
  ['begun seconds are whole', 'wrap_up', 500, 30],
  ['in the middle', 'wrap_up', 10_000, 20],
  ['over', 'wrap_up', 31_000, 0],
  ['not in it', 'ready', 0, null],
])('seconds left: %s', (_what, state, after, left) => {
  expect(secondsLeft(state, 1_000_000, 30, 1_000_000 + after)).toBe(left)
})

const draft = { code: 'answered', note: '', report: '' }

test.each([
  ['time is left', draft, 2, false, false],
  ['the last second', draft, 1, false, true],
  ['nothing chosen', { ...draft, code: '', note: 'typed' }, 1, false, false],
  ['it is being saved', draft, 1, true, false],
  ['still talking', draft, null, false, false],
])('saved by itself: %s', (_what, draft, left, busy, saved) => {
  expect(savesByItself(draft, left, busy)).toBe(saved)
})

test('the form begins with what the service has, and is then as saved', () => {
  const noted = { disposition: 'answered', note: null, report: '2611220001' }
  expect(beginning(noted)).toEqual({ code: 'answered', note: '', report: '2611220001' })
  expect(beginning(undefined)).toEqual({ code: '', note: '', report: '' })
  expect(same(beginning(noted), beginning({ ...noted }))).toBe(true)
  expect(same(beginning(noted), { ...beginning(noted), note: 'more' })).toBe(false)
})
