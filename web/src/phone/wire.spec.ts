import { beforeEach, expect, test } from 'vitest'
import { Wire } from './wire'

/** A WebSocket without a network: opened and closed by the test. */
class Line extends EventTarget {
  readyState: number = WebSocket.CONNECTING
  binaryType = ''
  sent: unknown[] = []
  onopen: (() => void) | null = null
  onclose: ((event: Partial<CloseEvent>) => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  send(data: unknown) {
    this.sent.push(data)
  }
  close() {
    this.readyState = WebSocket.CLOSED
  }
  opens() {
    this.readyState = WebSocket.OPEN
    this.onopen?.()
  }
}

let lines: Line[]
let now: number
let wire: Wire

beforeEach(() => {
  lines = []
  now = 1000
  const open = () => {
    lines.push(new Line())
    return lines.at(-1) as unknown as WebSocket
  }
  wire = new Wire('wss://desk.example/ws', open, () => now)
})

test('says which way it goes', () => {
  expect([wire.via_transport, wire.sip_uri]).toEqual(['WSS', 'sip:desk.example;transport=ws'])
  expect(new Wire('ws://desk.example:8088/ws').via_transport).toBe('WS')
})

test('connects once, sends when it is open, and tells what comes', () => {
  const heard: unknown[] = []
  wire.ondata = (data) => heard.push(data)
  wire.onheard = () => heard.push('a way')
  wire.connect()
  wire.connect()
  expect(lines).toHaveLength(1)
  expect(wire.send('early')).toBe(false)
  lines[0]?.opens()
  expect(wire.send('now')).toBe(true)
  lines[0]?.onmessage?.({ data: 'OPTIONS' })
  expect([lines[0]?.sent, heard]).toEqual([['now'], ['OPTIONS', 'a way']])
})

test('is silent once nothing has come for longer than Asterisk is quiet', () => {
  wire.connect()
  lines[0]?.opens()
  now += 39_000
  expect(wire.silent).toBe(false)
  now += 2_000
  expect(wire.silent).toBe(true)
  lines[0]?.onmessage?.({ data: 'OPTIONS' })
  expect(wire.silent).toBe(false)
})

test('tells of a dropped connection once, and not of what the old one still says', () => {
  const ends: unknown[] = []
  wire.ondisconnect = (error, code) => ends.push([error, code])
  wire.connect()
  lines[0]?.opens()
  wire.drop()
  wire.drop()
  expect(lines[0]?.onclose).toBeNull()
  wire.connect()
  expect([ends, lines.length]).toEqual([[[true, 4000]], 2])
})
