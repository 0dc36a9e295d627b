// The picture of a recording: what is drawn where. Pure, so that the canvas only paints.

export interface Bar {
  x: number
  width: number
  /** Half of its height, 0 to 1 of the lane's half. */
  high: number
}

const GAMMA = 0.6
const LEAST = 0.02
export const BAR_PIXELS = 3

/** Peaks (0 to 1) as bars over a lane of so many pixels; soft voices are lifted so that one sees them. */
export function bars(peaks: readonly number[], pixels: number, pitch = BAR_PIXELS): Bar[] {
  const count = Math.max(1, Math.floor(pixels / pitch))
  if (!peaks.length) return []
  return Array.from({ length: count }, (_, n) => {
    const first = Math.floor((n * peaks.length) / count)
    const after = Math.max(first + 1, Math.floor(((n + 1) * peaks.length) / count))
    let most = 0
    for (let at = first; at < after; at++) most = Math.max(most, peaks[at] ?? 0)
    return { x: n * pitch, width: pitch - 1, high: Math.max(LEAST, Math.min(1, most) ** GAMMA) }
  })
}

/** Steps of a ruler in seconds, so that two of its words are 90 pixels apart at least. */
export function rulerStep(seconds: number, pixels: number, apart = 90): number {
  const least = (seconds * apart) / Math.max(1, pixels)
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600]
  return steps.find((step) => step >= least) ?? 7_200
}

/** The moments that a ruler names. */
export function rulerMoments(seconds: number, pixels: number): number[] {
  const step = rulerStep(seconds, pixels)
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, n) => n * step)
}

/** The moment under a place of the picture, both held within it. */
export function momentAt(x: number, pixels: number, seconds: number): number {
  return Math.min(seconds, Math.max(0, (x / Math.max(1, pixels)) * seconds))
}
