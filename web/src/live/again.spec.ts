import { expect, test } from 'vitest'
import { againAfter } from './again'

test('pauses grow to a limit and are spread', () => {
  expect(againAfter(0, 1)).toBe(250)
  expect(againAfter(0, 0)).toBe(125)
  expect(againAfter(3, 1)).toBe(2_000)
  expect(againAfter(30, 1)).toBe(5_000)
})
