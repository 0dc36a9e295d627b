import { expect, test } from 'vitest'
import { capacitanceText, hazardous, ohmsText, readings, voltsText, type Measured } from './readings'

const healthy: Measured = {
  resistance_tip_ring: 10_000_000,
  resistance_tip_ground: 10_000_000,
  resistance_ring_ground: 10_000_000,
  capacitance_nf: 1_150,
  dc_volts: 0,
  ac_volts: 0,
  off_hook: false,
}
const bad = (measured: Partial<Measured>) =>
  readings({ ...healthy, ...measured })
    .filter((one) => one.judged === 'bad')
    .map((one) => one.quantity)

test.each([
  ['a healthy line', {}, []],
  ['a short between the wires', { resistance_tip_ring: 800 }, ['resistance_tip_ring']],
  ['exactly at the limit is no fault', { resistance_tip_ring: 150_000 }, []],
  ['damp cable', { resistance_tip_ground: 60_000 }, ['resistance_tip_ground']],
  ['a broken wire', { capacitance_nf: 120 }, ['capacitance_nf']],
  ['mains on the line, either way round', { ac_volts: 40, dc_volts: -48 }, ['ac_volts', 'dc_volts']],
  ['nothing measured is no fault', { capacitance_nf: null, dc_volts: null }, []],
])('%s', (_why, measured, expected) => {
  expect(bad(measured)).toEqual(expected)
})

test('a value lies on the side of its limit that it is judged by', () => {
  for (const measured of [healthy, { ...healthy, resistance_tip_ring: 20, capacitance_nf: 3, ac_volts: 400 }])
    for (const one of readings(measured)) {
      expect(one.place).toBeGreaterThanOrEqual(0)
      expect(one.place).toBeLessThanOrEqual(1)
      const under = (one.place ?? 0) < one.limit
      expect([one.quantity, under === one.below]).toEqual([one.quantity, one.judged === 'bad'])
    }
})

test('nothing measured has no place on the scale', () => {
  const reading = readings({ ...healthy, ac_volts: null }).find((one) => one.quantity === 'ac_volts')
  expect([reading?.place, reading?.text, reading?.judged]).toEqual([null, '—', 'unknown'])
})

test.each([
  [ohmsText(852.4), '852 Ω'],
  [ohmsText(12_440), '12.4 kΩ'],
  [ohmsText(150_000), '150 kΩ'],
  [ohmsText(3_140_000), '3.14 MΩ'],
  [ohmsText(10_000_000), '> 10 MΩ'],
  [capacitanceText(250.04), '250 nF'],
  [capacitanceText(1_150), '1.15 µF'],
  [voltsText(-48), '−48 V'],
])('%s', (text, expected) => {
  expect(text).toBe(expected)
})

test.each([
  ['touchable', { ac_volts: 49, dc_volts: -130 }, false],
  ['mains', { ac_volts: 51, dc_volts: 0 }, true],
  ['DC the other way round', { ac_volts: null, dc_volts: -136 }, true],
])('%s', (_why, measured, expected) => {
  expect(hazardous(measured)).toBe(expected)
})
