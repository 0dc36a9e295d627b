import { expect, test } from 'vitest'

const files = import.meta.glob<string>('../**/*.{vue,ts}', { eager: true, query: '?raw', import: 'default' })

test('what people wrote stays text: nothing is put into a page as markup (S12)', () => {
  const markup = /v-html|\.(inner|outer)HTML|insertAdjacentHTML|document\.write|dangerouslyUseHTMLString/
  const found = Object.entries(files).filter(
    ([path, text]) => !path.endsWith('.spec.ts') && markup.test(text),
  )
  expect(Object.keys(files).length).toBeGreaterThan(20)
  expect(found.map(([path]) => path)).toEqual([])
})
