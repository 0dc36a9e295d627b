import { expect, test } from 'vitest'
import type { QueueView } from '@/api/live'
import { longestWait, percent, shareLevel, summed, waitLevel } from './wall'

const NOW = Date.parse('2026-11-22T08:10:00Z')
const queue = (more: Partial<QueueView>): QueueView => ({
  name: 'junior',
  title: 'Junior agents',
  waiting: 0,
  waiting_since: null,
  agents: {},
  service_level: null,
  service_level_seconds: 20,
  offered: 0,
  in_time: 0,
  abandoned: 0,
  ...more,
})

test.each([
  [0, 'good'],
  [19, 'good'],
  [20, 'warn'],
  [59, 'warn'],
  [60, 'bad'],
] as const)('a wait of %i s is %s', (seconds, level) => {
  expect(waitLevel(seconds)).toBe(level)
})

test.each([
  [null, 'good'],
  [1, 'good'],
  [0.9, 'good'],
  [0.89, 'warn'],
  [0.8, 'warn'],
  [0.79, 'bad'],
] as const)('a share of %s is %s', (share, level) => {
  expect(shareLevel(share)).toBe(level)
})

test('sums and the longest wait go over all queues', () => {
  const queues = [
    queue({ waiting: 2, waiting_since: '2026-11-22T08:09:30Z', offered: 10, in_time: 8, abandoned: 1 }),
    queue({ waiting: 1, waiting_since: '2026-11-22T08:09:00Z', offered: 10, in_time: 10 }),
  ]
  expect(summed(queues)).toEqual({ waiting: 3, offered: 20, answered: 19, abandoned: 1, share: 0.9 })
  expect(longestWait(queues, NOW)).toBe(60)
  expect(longestWait([], NOW)).toBe(0)
  expect(summed([queue({})]).share).toBeNull()
})

test('a share is never shown better than it is', () => {
  expect([null, 1, 0.999, 0.29, 0].map(percent)).toEqual(['—', '100%', '99%', '29%', '0%'])
})
