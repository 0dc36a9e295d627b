import { expect, test } from 'vitest'
import { loudness } from './balance'

test.each([
  ['in the middle both as recorded', 0, { caller: 1, agent: 1 }],
  ['the caller alone', -1, { caller: 1, agent: 0 }],
  ['the agent alone', 1, { caller: 0, agent: 1 }],
  ['half-way the caller is softer', 0.5, { caller: 0.5, agent: 1 }],
  ['half-way the agent is softer', -0.25, { caller: 1, agent: 0.75 }],
  ['no further than that', 7, { caller: 0, agent: 1 }],
])('%s', (_, balance, expected) => {
  expect(loudness(balance)).toEqual(expected)
})
