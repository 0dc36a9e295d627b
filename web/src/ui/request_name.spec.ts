import { expect, test } from 'vitest'
import { requestName } from './request_name'

test('a UUID of version 4, another one each time', () => {
  const names = Array.from({ length: 50 }, requestName)
  for (const name of names)
    expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(names).size).toBe(50)
})
