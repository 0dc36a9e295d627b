import { expect, test } from 'vitest'
import { CONFIDENTIAL, pauseText, PAUSES } from './reasons'
import zh from './words.zh'

const words: Record<string, string> = zh.pause
const say = (reason: string) =>
  pauseText(
    reason,
    (key) => words[key.replace('agent.pause.', '')] ?? '',
    (key) => key.replace('agent.pause.', '') in words,
  )

test.each([
  ...PAUSES,
  'telephone lost',
  'no desktop',
  'signed in',
  'no answer',
  'declined',
  'telephone unreachable',
])('%s has words', (reason) => {
  expect(say(reason)).not.toBe(reason)
  expect(say(reason)).not.toBe('')
})

test('a reason of somebody else is shown as it is', () => {
  expect(say('Fire drill')).toBe('Fire drill')
})

test('every reason to pause a recording has words', () => {
  for (const reason of CONFIDENTIAL) expect(zh.confidential).toHaveProperty(reason)
})
