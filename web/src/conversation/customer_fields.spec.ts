import { expect, test } from 'vitest'
import { beginning, numbersOf, saved, troubleOf } from './customer_fields'
import { samplePop } from './sample_pop'

const customer = {
  id: 7,
  name: '样例客户',
  address: '样例路 1 号',
  note: '',
  line_number: '55510107',
  version: 3,
}
const empty = { ...beginning(samplePop(), null, []), name: '样例' }

test('H7: an unknown caller has an empty form with the number and the line already in it', () => {
  expect(beginning(samplePop(), null, [])).toMatchObject({
    name: '',
    numbers: '55500100',
    line: '55510107',
    note: '',
  })
})

test('a known one has what is saved, all numbers too', () => {
  const fields = beginning(samplePop(), customer, ['55500100', '55500101'])
  expect(fields).toMatchObject({ name: '样例客户', numbers: '55500100 55500101', address: '样例路 1 号' })
})

test('each form has a name of its own', () => {
  expect(beginning(samplePop(), null, []).request).not.toBe(beginning(samplePop(), null, []).request)
})

test.each([
  ['one', '55500100', ['55500100']],
  [
    'several, however apart',
    '55500100, 55500101；55500102 55500103',
    ['55500100', '55500101', '55500102', '55500103'],
  ],
  ['the same twice', '55500100 55500100', ['55500100']],
  ['signs in it', '(5550)0100', ['55500100']],
  ['none', ' , ', []],
])('numbers: %s', (_what, typed, numbers) => {
  expect(numbersOf(typed)).toEqual(numbers)
})

test.each([
  ['nothing wrong', {}, null],
  ['no name', { name: '  ' }, 'name'],
  ['no number', { numbers: 'home' }, 'numbers'],
  ['too many', { numbers: '1 2 3 4 5 6' }, 'numbers'],
  ['too long', { numbers: '1'.repeat(21) }, 'number_length'],
  ['a line of words', { line: 'at home' }, 'line'],
  ['no line', { line: '' }, null],
])('trouble: %s', (_what, changes, trouble) => {
  expect(troubleOf({ ...empty, ...changes })).toBe(trouble)
})

test('what travels is trimmed, an empty line is none', () => {
  expect(saved({ ...empty, name: ' 样例 ', line: ' ' })).toMatchObject({ name: '样例', line_number: null })
})
