import { expect, test } from 'vitest'
import api from '@/api/words.zh'
import { i18n } from '@/i18n'
import admin from '../words.zh'
import { cellsOf, inWords } from './error_list'

i18n.global.mergeLocaleMessage('zh', { api, admin })

test.each([
  [
    '"a","b"\r\n"c","d"\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"a ""b"", c"\r\n', [['a "b", c']]],
  ['"two\nlines",""\r\n', [['two\nlines', '']]],
  ['', []],
])('cells of %j', (text, cells) => {
  expect(cellsOf(text)).toEqual(cells)
})

test('each row says in words what is wrong with it', () => {
  const listed = [
    '"line","column","reason","code","params"',
    '"3","line_number","line_number: expected 3 to 20 digits, found \'55x\'","digits","{""least"": 3, ""most"": 20, ""found"": ""55x""}"',
    '"4","","says something new","of_a_later_version","{}"',
  ].join('\r\n')
  expect(inWords(listed)).toBe(
    '\uFEFF"行","列","问题"\r\n"3","line_number","应为 3 至 20 位数字，实际是“55x”"\r\n"4","","says something new"\r\n',
  )
})

test('no spreadsheet runs a cell', () => {
  expect(inWords('"h"\r\n"1","=1+1","@x","",""\r\n')).toContain(`"1","'=1+1","'@x"`)
})
