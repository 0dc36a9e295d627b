import { expect, test } from 'vitest'
import { toneOf, underWay, uploadPath, type ImportState } from './imports'

test.each<[ImportState, boolean, string]>([
  ['receiving', true, 'busy'],
  ['taking', true, 'busy'],
  ['checked', false, 'warn'],
  ['done', false, 'good'],
  ['faulty', false, 'danger'],
])('%s', (state, goesOn, tone) => {
  expect([underWay(state), toneOf(state)]).toEqual([goesOn, tone])
})

test('a file is checked first, and its name stays one field', () => {
  const path = uploadPath('subscribers', 'id', '机主 & more.csv', false)
  const asked = new URL(path, 'http://desk.example').searchParams
  expect([asked.get('dry_run'), asked.get('file'), asked.get('replace')]).toEqual([
    'true',
    '机主 & more.csv',
    'false',
  ])
})
