// The figures of the wall: sums over queues, and when they go red.
import type { QueueView } from '@/api/live'

export type Level = 'good' | 'warn' | 'bad'

/** Seconds of the longest wait, share of the service level: past the first warned, past the second red. */
export const WAIT_LIMITS = [20, 60] as const
export const SHARE_LIMITS = [0.9, 0.8] as const

export function waitLevel(seconds: number): Level {
  if (seconds >= WAIT_LIMITS[1]) return 'bad'
  return seconds >= WAIT_LIMITS[0] ? 'warn' : 'good'
}

/** Null: nobody was offered, nothing to be said. */
export function shareLevel(share: number | null): Level {
  if (share === null || share >= SHARE_LIMITS[0]) return 'good'
  return share >= SHARE_LIMITS[1] ? 'warn' : 'bad'
}

/** Seconds that the caller who waits longest has waited; 0: nobody waits. */
export function longestWait(queues: readonly QueueView[], now: number): number {
  const since = queues.flatMap((queue) => (queue.waiting_since ? [Date.parse(queue.waiting_since)] : []))
  return since.length ? Math.max(0, Math.floor((now - Math.min(...since)) / 1_000)) : 0
}

export interface Sum {
  waiting: number
  offered: number
  answered: number
  abandoned: number
  /** 0 to 1, each queue measured by its own seconds; null: nobody was offered. */
  share: number | null
}

export function summed(queues: readonly QueueView[]): Sum {
  const sum = { waiting: 0, offered: 0, answered: 0, abandoned: 0 }
  let inTime = 0
  for (const queue of queues) {
    sum.waiting += queue.waiting
    sum.offered += queue.offered
    sum.abandoned += queue.abandoned
    inTime += queue.in_time
  }
  sum.answered = sum.offered - sum.abandoned
  return { ...sum, share: sum.offered ? inTime / sum.offered : null }
}

/** A share as whole per cent, never rounded up to a full 100. */
export function percent(share: number | null): string {
  return share === null ? '—' : `${Math.floor(share * 100 + 1e-9)}%`
}
