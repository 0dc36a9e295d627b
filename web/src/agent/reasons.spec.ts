import { expect, test } from 'vitest'
import { floorReason } from './reasons'
import zh from './words.zh'

const words: Record<string, string> = zh.pause
const say = (reason: string) =>
  floorReason(
    reason,
    (key) => words[key.replace('agent.pause.', '')] ?? '',
    (key) => key.replace('agent.pause.', '') in words,
  )

test.each(['telephone lost', 'no desktop', 'signed in', 'no answer', 'declined', 'telephone unreachable'])(
  '%s has words',
  (reason) => {
    expect(say(reason)).toMatch(/\p{Script=Han}/u)
  },
)

test.each(['meal', 'Fire drill', ''])('“%s” is somebody else’s to say', (reason) => {
  expect(say(reason)).toBeUndefined()
})
