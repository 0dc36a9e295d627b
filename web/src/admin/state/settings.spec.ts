import { expect, test } from 'vitest'
import { plainValue } from './settings'

test.each([
  ['not set', 'admin.settings.plain.not_set'],
  ['none', 'admin.settings.plain.nothing'],
  ['True', 'admin.settings.plain.on'],
  ['False', 'admin.settings.plain.off'],
  ['0.0.0.0', ''],
  ['constructor', ''],
  ['', ''],
])('%s is said in words, or as it is', (value, key) => {
  expect(plainValue(value)).toBe(key)
})
