import { expect, test } from 'vitest'
import { found, replacePath, type Prompt } from './prompts'

const prompt = (id: string, more: Partial<Prompt> = {}): Prompt => ({
  id,
  language: 'zh',
  text: '您好',
  clause: 'F1.2',
  source: 'rendered',
  seconds: 1.5,
  take: null,
  ...more,
})
const SHELF = [
  prompt('V1'),
  prompt('V2', { source: 'studio' }),
  prompt('V1', { language: 'en', text: 'Hello', seconds: null }),
]

test.each([
  ['', '', 'all', 3],
  ['hel', '', 'all', 1],
  ['f1.2', 'zh', 'all', 2],
  ['', '', 'studio', 1],
  ['', '', 'missing', 1],
  ['v1', 'zh', 'studio', 0],
] as const)('%s %s %s: %d', (search, language, source, count) => {
  expect(found(SHELF, search, language, source)).toHaveLength(count)
})

test('who recorded it goes along when it was said', () => {
  expect(replacePath(prompt('V1'), 'take 1.wav', '  ')).toBe('/api/prompts/zh/V1?file=take+1.wav')
  expect(replacePath(prompt('V1'), 'a.wav', 'Sample Voice')).toContain('recorded_by=Sample+Voice')
})
