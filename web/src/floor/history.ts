// The last hour of the floor, collected in this browser from what the board told: for the curves on the wall.

/** One moment. `share`: of the service level, 0 to 1; null: nobody was offered. */
export interface Sample {
  at: number
  waiting: number
  share: number | null
}

export const HOUR = 3_600_000
/** Milliseconds that one point of the curve stands for. */
export const STEP = 30_000

/** With the moment that has come: within one step the highest number of waiting callers stays, the share is the latest. */
export function sampled(samples: readonly Sample[], now: Sample): Sample[] {
  const kept = samples.filter((one) => one.at > now.at - HOUR && one.at <= now.at)
  const last = kept.at(-1)
  if (last && Math.floor(last.at / STEP) === Math.floor(now.at / STEP)) {
    kept[kept.length - 1] = { at: last.at, share: now.share, waiting: Math.max(last.waiting, now.waiting) }
    return kept
  }
  return [...kept, now]
}

/** Two collections as one: of each step the service's own point counts. */
export function joined(own: readonly Sample[], served: readonly Sample[]): Sample[] {
  const step = (one: Sample) => Math.floor(one.at / STEP)
  const points = new Map([...own, ...served].map((one) => [step(one), one]))
  return [...points.values()].toSorted((one, other) => one.at - other.at)
}

/** What an earlier page of this browser has kept; whatever is not samples is nothing. */
export function recalled(text: string | null, now: number): Sample[] {
  let read: unknown
  try {
    read = JSON.parse(text ?? '[]')
  } catch {
    return []
  }
  if (!Array.isArray(read)) return []
  return read.filter((one): one is Sample => isSample(one) && one.at > now - HOUR && one.at <= now)
}

function isSample(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false
  const { at, waiting, share } = one as Record<string, unknown>
  return (
    typeof at === 'number' && typeof waiting === 'number' && (share === null || typeof share === 'number')
  )
}

/** The curve of one figure, broken where nothing was collected. */
export function curve(samples: readonly Sample[], of: 'waiting' | 'share'): [number, number | null][] {
  return samples.flatMap((one, n): [number, number | null][] => {
    const before = samples[n - 1]
    const gap = before !== undefined && one.at - before.at > 3 * STEP
    const point: [number, number | null] = [one.at, one[of]]
    return gap ? [[one.at - STEP, null], point] : [point]
  })
}
