import { expect, test } from 'vitest'
import { EVERY_PERMISSION, openTo } from './sections'

test("each sees the rooms of one's own rights, in order", () => {
  const supervisor = ['users:read', 'site:read']
  expect(openTo((permission) => supervisor.includes(permission)).map((one) => one.name)).toEqual([
    'users',
    'roles',
    'queues',
    'codes',
    'exchanges',
    'works',
    'imports',
    'prompts',
  ])
  expect(openTo(() => false)).toEqual([])
  expect(EVERY_PERMISSION).toContain('audit:read')
})
