import { expect, test } from 'vitest'
import { shortMoment } from './short_moment'

const NOW = new Date('2026-11-22T08:00:00Z')

test.each([
  ['today', '2026-11-21T16:00:00Z', '00:00', '00:00'],
  ['yesterday in the site’s zone', '2026-11-21T15:59:00Z', '11月21日', '21 Nov'],
  ['the first of January here', '2025-12-31T16:00:00Z', '1月1日', '1 Jan'],
  ['another year', '2025-12-31T15:59:00Z', '2025年12月31日', '31 Dec 2025'],
])('%s', (_what, moment, zh, en) => {
  expect(shortMoment(moment, 'zh', 'Asia/Shanghai', NOW)).toBe(zh)
  expect(shortMoment(moment, 'en', 'Asia/Shanghai', NOW)).toBe(en)
})
