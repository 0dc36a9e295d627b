import { expect, test } from 'vitest'
import { lookOf, qualityOf } from './quality'

const look = (received: number, lost = 0, jitter = 5, roundTrip: number | null = 40) => ({
  received,
  lost,
  jitter,
  roundTrip,
})

test.each([
  ['nothing lost', look(100), look(200), 'good'],
  ['one in a hundred', look(0), look(99, 1), 'good'],
  ['two in a hundred', look(0), look(98, 2), 'fair'],
  ['one in ten', look(0), look(90, 10), 'poor'],
  ['earlier losses are forgotten', look(100, 50), look(200, 50), 'good'],
  ['uneven arrival', look(0), look(100, 0, 45), 'fair'],
  ['very uneven arrival', look(0), look(100, 0, 90), 'poor'],
  ['far away', look(0), look(100, 0, 5, 400), 'fair'],
  ['too far away', look(0), look(100, 0, 5, 900), 'poor'],
  ['round trip not known', look(0), look(100, 0, 5, null), 'good'],
  ['no packet in between', look(100), look(100), 'unknown'],
])('%s', (_, before, now, grade) => {
  expect(qualityOf(before, now).grade).toBe(grade)
})

test('the first look counts from the beginning', () => {
  expect(qualityOf(null, look(95, 5)).loss).toBe(0.05)
})

test('a look is read from what the browser counts, in milliseconds', () => {
  const entries = [
    { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
    { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.5 },
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 200, packetsLost: 3, jitter: 0.012 },
    { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.08 },
  ]
  expect(lookOf(entries)).toEqual({ received: 200, lost: 3, jitter: 12, roundTrip: 80 })
  expect(lookOf(entries.slice(0, 3))?.roundTrip).toBe(500)
  expect(lookOf([])).toBeNull()
})
