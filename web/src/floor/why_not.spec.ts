import { expect, test } from 'vitest'
import en from './words.en'
import zh from './words.zh'
import { whyNot } from './why_not'

test.each(['not signed in', 'the caller does not wait', 'one conversation at a time'])(
  '%s has words in both languages',
  (detail) => {
    const key = whyNot(detail)
    expect(Object.keys(zh.why_not)).toContain(key)
    expect(Object.keys(en.why_not)).toContain(key)
  },
)

test('what is not known is told as it came', () => {
  expect(whyNot('something new')).toBe('')
})
