import { expect, test } from 'vitest'
import { draftOf, emptyForm, formOf, patchOf, type User } from './users'

const USER: User = {
  id: 7,
  login: 'sample.agent',
  display_name: 'Sample Agent',
  active: true,
  roles: ['junior_agent', 'surveyor'],
  skills: { senior: 3, junior: 1 },
  team: 'North',
  superior_id: 1,
  extension: '8001',
  browser_phone: true,
  networks: ['192.0.2.0/24'],
  version: 4,
  created_at: '2026-11-22T06:00:00Z',
}

test('a user that nobody changed is not changed', () => {
  const form = formOf(USER)
  expect(
    patchOf({ ...form, roles: ['surveyor', 'junior_agent'], skills: form.skills.toReversed() }, USER),
  ).toEqual({
    version: 4,
  })
})

test('only what differs is sent, and what is emptied is taken away', () => {
  const form = { ...formOf(USER), extension: ' ', team: 'South', networks: '192.0.2.0/24，198.51.100.7' }
  expect(patchOf(form, USER)).toEqual({
    version: 4,
    extension: null,
    team: 'South',
    networks: ['192.0.2.0/24', '198.51.100.7'],
  })
})

test('skills stand with the best first', () => {
  expect(formOf(USER).skills.map((one) => one.queue)).toEqual(['junior', 'senior'])
})

test('a new user', () => {
  const form = { ...emptyForm(), login: ' sample.two ', display_name: '样例', roles: ['field' as const] }
  expect(draftOf(form)).toEqual({
    login: 'sample.two',
    display_name: '样例',
    roles: ['field'],
    team: null,
    superior_id: null,
    extension: null,
    browser_phone: true,
    skills: {},
    networks: [],
  })
})
