// Skipping what nobody says: a little of each silence stays, so that one hears that there is one.

/** From and to, in seconds. */
export type Stretch = readonly number[]

export const LEFT_SECONDS = 0.4

/** Where to go on from a moment inside a silence; null: here. `silences` in order, all in seconds. */
export function pastSilence(at: number, silences: readonly Stretch[], left = LEFT_SECONDS): number | null {
  const found = silences.find(([from = 0, to = 0]) => at >= from + left && at < to - left)
  return found ? (found[1] ?? 0) - left : null
}

/** How long it takes to hear everything with silence skipped, in seconds of the recording. */
export function withoutSilence(seconds: number, silences: readonly Stretch[], left = LEFT_SECONDS): number {
  return silences.reduce((sum, [from = 0, to = 0]) => sum - Math.max(0, to - from - 2 * left), seconds)
}
