import { expect, test } from 'vitest'
import { CODES, FIELDS } from './codes'
import en from './words.en'
import zh from './words.zh'

test.each(Object.keys(CODES) as (keyof typeof CODES)[])(
  'every %s code that the service can send has words in both languages, and no other',
  (group) => {
    const sent = CODES[group].toSorted()
    expect(sent.length).toBeGreaterThan(5)
    expect(Object.keys(zh[group]).toSorted()).toEqual(sent)
    expect(Object.keys(en[group]).toSorted()).toEqual(sent)
    for (const words of Object.values(zh[group])) expect(words).toMatch(/\p{Script=Han}/u)
  },
)

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

test('every field that can be sent has a name in both languages, and no other', () => {
  const sent = [...FIELDS, ...DAYS].toSorted()
  expect(FIELDS.length).toBeGreaterThan(50)
  expect(Object.keys(zh.place).toSorted()).toEqual(sent)
  expect(Object.keys(en.place).toSorted()).toEqual(sent)
  for (const words of Object.values(zh.place)) expect(words).toMatch(/\p{Script=Han}/u)
})
