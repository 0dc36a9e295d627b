import { expect, test } from 'vitest'
import { codeText, keepList, useCodeList } from './code_lists'

const MEAL = { code: 'meal', zh: '用餐', en: 'Meal', active: true }
const OLD = { code: 'old', zh: '旧', en: 'Old', active: false }

test('what is retired is not offered but stays readable', () => {
  keepList('pause_reason', [MEAL, OLD])
  const { offered, textOf } = useCodeList('pause_reason')
  expect(offered.value).toEqual([{ code: 'meal', text: '用餐' }])
  expect([textOf('old'), textOf('Fire drill')]).toEqual(['旧', undefined])
})

test('a change is there at once for whoever looks at the list', () => {
  keepList('pause_reason', [MEAL])
  const { offered } = useCodeList('pause_reason')
  keepList('pause_reason', [{ ...MEAL, zh: '就餐' }])
  expect(offered.value[0]?.text).toBe('就餐')
})

test('what is not in the list is shown as it is', () => {
  expect([codeText([MEAL], 'meal', 'en'), codeText([MEAL], 'nap', 'en')]).toEqual(['Meal', 'nap'])
})
