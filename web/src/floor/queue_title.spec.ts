import { expect, test } from 'vitest'
import { isAsDelivered } from './queue_title'

test.each([
  ['junior', 'Junior agents', true],
  ['junior', '装机专席', false],
  ['cables', 'Cables', false],
  ['cables', '', false],
])('%s called %s: as delivered %s', (name, title, wanted) => {
  expect(isAsDelivered(name, title)).toBe(wanted)
})
