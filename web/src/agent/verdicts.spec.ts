import { expect, test } from 'vitest'
import type { PopTest } from '@/api/live'
import { barsOf, ohmsText } from './verdicts'

const empty: PopTest = {
  verdict: 'ok',
  tested_at: '2026-03-01T08:00:00Z',
  resistance_tip_ring: null,
  resistance_tip_ground: null,
  resistance_ring_ground: null,
  capacitance_nf: null,
  dc_volts: null,
  ac_volts: null,
  off_hook: null,
}

test.each([
  [12_500_000, '12.5 MΩ'],
  [48_000, '48 kΩ'],
  [0.4, '0.4 Ω'],
])('%d ohms', (ohms, text) => {
  expect(ohmsText(ohms)).toBe(text)
})

test.each<[string, Partial<PopTest>, number, boolean]>([
  ['good insulation fills the scale', { resistance_tip_ring: 1e9 }, 1, true],
  ['a short is at its foot', { resistance_tip_ring: 20 }, 0, false],
  ['a break has hardly any capacitance', { capacitance_nf: 20 }, 0.01, false],
  ['foreign voltage, whichever sign', { dc_volts: -50 }, 0.5, false],
  ['hardly any voltage', { ac_volts: 2 }, 0.02, true],
])('%s', (_, measured, share, good) => {
  const [bar, ...others] = barsOf({ ...empty, ...measured })
  expect(others).toEqual([])
  expect([bar?.share, bar?.good]).toEqual([share, good])
})

test('what was not measured is not drawn', () => {
  expect(barsOf(empty)).toEqual([])
})
