import { expect, test } from 'vitest'
import { words as en } from './en'
import { flat } from './flat'
import { words as zh } from './zh'

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).toSorted()

test('both languages say the same things', () => {
  expect([...flat(zh).keys()].toSorted()).toEqual([...flat(en).keys()].toSorted())
  expect(flat(zh).size).toBeGreaterThan(20)
})

test('both languages name the same values in each text', () => {
  const english = flat(en)
  for (const [key, text] of flat(zh))
    expect([key, places(text)]).toEqual([key, places(english.get(key) ?? '')])
})
