import { expect, test } from 'vitest'
import { usePages, type Page } from './pages'

test('pages follow each other until there is none', async () => {
  const book: Record<string, Page<number>> = {
    '': { items: [1, 2], next: 'b' },
    b: { items: [3], next: null },
  }
  const pages = usePages((cursor) => Promise.resolve(book[cursor ?? ''] ?? { items: [] }))
  await pages.load()
  expect([pages.items.value, pages.hasMore.value]).toEqual([[1, 2], true])
  await pages.more()
  expect([pages.items.value, pages.hasMore.value]).toEqual([[1, 2, 3], false])
  await pages.load()
  expect(pages.items.value).toEqual([1, 2])
})

test('an answer that comes too late is not shown', async () => {
  const waiting: ((page: Page<string>) => void)[] = []
  const pages = usePages<string>(() => new Promise((answer) => waiting.push(answer)))
  const first = pages.load()
  const second = pages.load()
  waiting[1]?.({ items: ['new'] })
  waiting[0]?.({ items: ['old'] })
  await Promise.all([first, second])
  expect(pages.items.value).toEqual(['new'])
})
