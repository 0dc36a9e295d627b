import { expect, test } from 'vitest'
import { keepTest, newestTest, type Tested } from './newest_test'

const of = (verdict: string, tested_at: string): Tested => ({
  verdict,
  tested_at,
  resistance_tip_ring: null,
  resistance_tip_ground: null,
  resistance_ring_ground: null,
  capacitance_nf: null,
  dc_volts: null,
  ac_volts: null,
  off_hook: null,
})
const told = of('open', '2026-11-22T08:00:00+00:00')
const later = of('ok', '2026-11-22T08:05:00Z')

test.each([
  ['F2.2', 'nothing is known', '55501001', null, null, null],
  ['F2.2', 'the last one, as it was told', '55501002', null, told, told],
  ['F2.6', 'one run here of a line that had none', '55501003', later, null, later],
  ['F2.6', 'one run here is newer', '55501004', later, told, later],
  ['F2.6', 'somebody else has tested since', '55501005', told, later, later],
] as const)('%s %s', (_, __, line, here, last, shown) => {
  if (here) keepTest(line, here)
  expect(newestTest(line, last)).toEqual(shown)
})

test('another line has tests of its own', () => {
  keepTest('55501006', later)
  expect(newestTest('55501007', null)).toBeNull()
})
