import { expect, test } from 'vitest'
import { difference } from './difference'

test('what differs, what came, what went', () => {
  expect(
    difference({ team: 'North', roles: ['field'], gone: 1 }, { team: 'South', roles: ['field'], new: true }),
  ).toEqual([
    { field: 'gone', before: '1', after: null },
    { field: 'new', before: null, after: 'true' },
    { field: 'team', before: 'North', after: 'South' },
  ])
  expect(difference(null, null)).toEqual([])
  expect(difference(undefined, { hours: { week: null } })).toEqual([
    { field: 'hours', before: null, after: '{"week":null}' },
  ])
})
