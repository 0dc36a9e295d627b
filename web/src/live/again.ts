// Pauses between tries: short at first, so that a restart is hardly seen; spread, so that a floor does not come back at once.

const LONGEST_MS = 5_000

/** Milliseconds before try number `tries` (from 0); `chance` from 0 to 1. */
export function againAfter(tries: number, chance: number = Math.random()): number {
  const longest = Math.min(LONGEST_MS, 250 * 2 ** Math.min(tries, 10))
  return longest / 2 + (longest / 2) * chance
}
