import { expect, test } from 'vitest'
import { addressOf, patience } from './account'

test.each([
  ['the site has an address', 'wss://desk.example/ws', 8088, 'https:', 'wss://desk.example/ws'],
  ['a port beside the page', null, 9088, 'http:', 'ws://127.0.0.1:9088/ws'],
  ['a port beside an encrypted page', null, 9088, 'https:', 'wss://127.0.0.1:9088/ws'],
])('%s', (_, ws_url, ws_port, protocol, address) => {
  expect(addressOf({ ws_url, ws_port }, { protocol, hostname: '127.0.0.1' })).toBe(address)
})

test('who is refused asks less and less often, and once a minute at least', () => {
  expect([0, 1, 2, 5, 50].map(patience)).toEqual([3_000, 6_000, 12_000, 60_000, 60_000])
})
