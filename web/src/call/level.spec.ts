import { expect, test } from 'vitest'
import { loudness } from './level'

const tone = (peak: number) =>
  Float32Array.from({ length: 1024 }, (_, n) => peak * Math.sin((2 * Math.PI * n) / 32))

test.each([
  ['silence', 0, 0, 0],
  ['a whisper', 0.01, 0.2, 0.35],
  ['a voice', 0.2, 0.65, 0.75],
  ['as loud as can be', 1, 0.9, 1],
  ['below what the meter shows', 0.0001, 0, 0],
])('%s', (_, peak, least, most) => {
  expect(loudness(tone(peak))).toBeGreaterThanOrEqual(least)
  expect(loudness(tone(peak))).toBeLessThanOrEqual(most)
})

test('nothing at all is silence', () => expect(loudness(new Float32Array(0))).toBe(0))
