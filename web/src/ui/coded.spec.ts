import { expect, test } from 'vitest'
import words from '@/api/words.zh'
import { i18n } from '@/i18n'
import { coded, fieldName, fieldText } from './coded'

i18n.global.mergeLocaleMessage('zh', { api: words })

test.each([
  ['row', 'digits', { least: 3, most: 20, found: '55x' }, '应为 3 至 20 位数字，实际是“55x”'],
  ['refusal', 'prompt_seconds', { least: 0.2, most: 60 }, '提示音应在 0.2 至 60 秒之间'],
  ['file', 'encoding', { line: 7 }, '编码既不是 UTF-8 也不是 GB18030：第 7 行无法读取'],
  ['refusal', 'of_a_later_version', {}, 'as the service said it'],
  ['refusal', '', null, 'as the service said it'],
] as const)('%s %s', (group, code, params, text) => {
  expect(coded(group, code, params, 'as the service said it')).toBe(text)
})

test('what is wrong with a field', () => {
  const one = { where: 'body.name', what: 'String should have at least 1 character' }
  expect(fieldText({ ...one, code: 'string_too_short', params: { min_length: 1 } })).toBe('至少 1 个字')
  expect(fieldText(one)).toBe(one.what)
})

test.each([
  ['body.login', '登录名'],
  ['body.settings.hours.week.mon.0', '设置 · 服务时间 · 每周 · 星期一 · 第 1 项'],
  ['body.skills.night', '技能 · night'],
])('where %s stands', (where, name) => {
  expect(fieldName({ where, what: '' })).toBe(name)
})
