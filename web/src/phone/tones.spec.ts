import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendKey, type Keys } from './tones'

/** A sender that sounds until it is told that it has ended. */
class Sender extends EventTarget {
  canInsertDTMF = true
  connectionState: RTCPeerConnectionState = 'connected'
  inserted: string[] = []
  insertDTMF(tones: string) {
    this.inserted.push(tones)
  }
  ended() {
    this.dispatchEvent(Object.assign(new Event('tonechange'), { tone: '' }))
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function pressed(sender: Sender, keys: string) {
  for (const key of keys) sendKey(sender as unknown as Keys, sender, key)
}

test('keys pressed while one sounds follow it together', () => {
  const sender = new Sender()
  pressed(sender, '112')
  expect(sender.inserted).toEqual(['1'])
  sender.ended()
  expect(sender.inserted).toEqual(['1', '12'])
  sender.ended()
  pressed(sender, '#')
  expect(sender.inserted).toEqual(['1', '12', '#'])
})

test('keys pressed before there is a way for the sound wait for it, in their order', () => {
  const sender = new Sender()
  sender.canInsertDTMF = false
  pressed(sender, '12')
  vi.advanceTimersByTime(1_000)
  pressed(sender, '3')
  expect(sender.inserted).toEqual([])
  sender.canInsertDTMF = true
  vi.advanceTimersByTime(200)
  expect(sender.inserted).toEqual(['123'])
})

test('a way that is agreed but not open yet (DTLS) takes no key', () => {
  const sender = new Sender()
  sender.connectionState = 'connecting'
  pressed(sender, '1')
  vi.advanceTimersByTime(1_000)
  expect(sender.inserted).toEqual([])
  sender.connectionState = 'connected'
  vi.advanceTimersByTime(200)
  expect(sender.inserted).toEqual(['1'])
})

test('keys that found no way are not sent into a later conversation', () => {
  const sender = new Sender()
  sender.canInsertDTMF = false
  pressed(sender, '12')
  vi.advanceTimersByTime(10_000)
  sender.canInsertDTMF = true
  pressed(sender, '3')
  expect(sender.inserted).toEqual(['3'])
})
