import { expect, test } from 'vitest'
import { clockText, momentText } from './durations'

test.each([
  [-3, '0:00', 'clocks differ a little'],
  [7.9, '0:07', 'not rounded up'],
  [725, '12:05', 'minutes'],
  [3723, '1:02:03', 'hours'],
])('%d seconds read %s (%s)', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})

test.each([
  ['zh', 'minute', '2026年11月23日 00:30'],
  ['en', 'minute', '23 Nov 2026, 00:30'],
  ['zh', 'day', '2026年11月23日'],
  ['zh', 'second', '2026年11月23日 00:30:05'],
] as const)('a moment in %s to the %s', (language, precision, text) => {
  expect(momentText('2026-11-22T16:30:05Z', language, 'Asia/Shanghai', precision)).toBe(text)
})
