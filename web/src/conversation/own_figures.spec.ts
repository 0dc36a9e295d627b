import { expect, test } from 'vitest'
import { figuresOf, pausesOf, percent, type OwnFigures } from './own_figures'

const nothing: OwnFigures = {
  day: '2026-11-22',
  answered: 0,
  talk_seconds: 0,
  mean_talk_seconds: null,
  longest_talk_seconds: 0,
  hold_seconds: 0,
  wrap_up_seconds: 0,
  mean_wrap_up_seconds: null,
  ringing_seconds: 0,
  ready_seconds: 0,
  paused_seconds: 0,
  pauses: {},
  signed_in_seconds: 0,
  transfers: 0,
  transfers_in_time: 0,
  missed_offers: 0,
  missed: {},
  offered: 0,
  in_time: 0,
  reports: 0,
}
const shown = (day: OwnFigures) => Object.fromEntries(figuresOf(day).map((one) => [one.key, one.value]))

test('a day without calls divides by nothing', () => {
  expect(shown(nothing)).toMatchObject({ answered: '0', in_time: '—', mean_talk: '—', longest_talk: '—' })
})

test('a day with calls', () => {
  const day = {
    ...nothing,
    answered: 3,
    offered: 2,
    in_time: 1,
    mean_talk_seconds: 125.4,
    longest_talk_seconds: 3700,
  }
  expect(shown(day)).toMatchObject({
    answered: '3',
    in_time: '50 %',
    mean_talk: '2:05',
    longest_talk: '1:01:40',
  })
  expect(figuresOf(day).find((one) => one.key === 'in_time')?.of).toBe('1 / 2')
})

test.each([
  [0, 0, '—'],
  [0, 3, '0 %'],
  [2, 3, '67 %'],
  [999, 1000, '99 %'],
  [5, 5, '100 %'],
])('%i of %i is %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text)
})

test('the longest pause first', () => {
  const day = { ...nothing, pauses: { break: 60, meal: 900 } }
  expect(pausesOf(day)).toEqual([
    { reason: 'meal', time: '15:00' },
    { reason: 'break', time: '1:00' },
  ])
})
