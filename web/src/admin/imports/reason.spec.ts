import { expect, test } from 'vitest'
import { reasonOf } from './reason'

test.each([
  ["line_number: expected 3 to 20 digits, found '55x'", 'digits', { least: '3', most: '20', found: '55x' }],
  ["key_account: expected yes or no, found 'it''s'", 'flag', { found: "it''s" }],
  ['owner: empty', 'empty', {}],
  ['prefix and starts: the same as in line 12', 'repeated', { line: '12' }],
  ['expected 4 cells, found 3', 'cells', { wanted: '4', found: '3' }],
  ['not CSV: unexpected end of data', null, {}],
])('%s', (text, key, values) => {
  expect(reasonOf(text)).toEqual({ key, values })
})
