import { expect, test } from 'vitest'
import { bytesText, partsOf, type Health } from './health'

const AT = '2026-11-22T06:00:00Z'
const WELL: Health = {
  at: AT,
  zone: 'Asia/Shanghai',
  node: 'node1',
  version: '0.1.0',
  python: '3.11.9',
  since: AT,
  database: { engine: 'sqlite', seconds: 0.001, trouble: null },
  asterisk: { trouble: null, version: '22.1.0', since: AT, calls: 3 },
  event_log: { written: 10, waiting: 0, lost: 0, trouble: null },
  disk: { free_bytes: 50e9, trouble: null },
  telephones: [{ extension: '8001', name: 'Sample', registered: true, signed_in: true }],
  missing_prompts: [],
  alarms: [],
}
const tones = (health: Partial<Health>, here = Date.parse(AT)) =>
  Object.fromEntries(
    partsOf({ ...WELL, ...health }, here)
      .filter((one) => one.tone !== 'good')
      .map((one) => [one.name, one.tone]),
  )

test('a node that is well', () => {
  expect(tones({})).toEqual({})
})

test.each<[Partial<Health>, Record<string, string>]>([
  [{ asterisk: { trouble: 'events session: refused' } }, { asterisk: 'danger' }],
  [{ database: { engine: 'sqlite', seconds: 0.9 } }, { database: 'warn' }],
  [{ event_log: { written: 9, waiting: null, lost: 2, trouble: null } }, { event_log: 'warn' }],
  [
    { telephones: [{ extension: '8001', name: '', registered: false, signed_in: true }] },
    { telephones: 'warn' },
  ],
  [{ telephones: [{ extension: '8001', name: '', registered: false, signed_in: false }] }, {}],
  [{ missing_prompts: ['zh/V1'] }, { prompts: 'warn' }],
  [{ disk: { free_bytes: 1e6, trouble: 'full' } }, { disk: 'danger' }],
])('%o', (health, expected) => {
  expect(tones(health)).toEqual(expected)
})

test('a clock that is wrong', () => {
  expect(tones({}, Date.parse(AT) + 60_000)).toEqual({ clock: 'warn' })
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [12_345_678_901, '12.3 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})
