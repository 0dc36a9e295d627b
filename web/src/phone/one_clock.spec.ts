import { expect, test } from 'vitest'
import { oneClock } from './one_clock'

const sdp = (formats: string, ...lines: string[]) =>
  [`v=0`, `m=audio 110 UDP/TLS/RTP/SAVPF ${formats}`, 'a=setup:active', ...lines, 'a=mid:0', ''].join('\r\n')
const OPUS = 'a=rtpmap:111 opus/48000/2'
const ALAW = 'a=rtpmap:8 PCMA/8000'
const SLOW = ['a=rtpmap:126 telephone-event/8000', 'a=fmtp:126 0-16']
const FAST = ['a=rtpmap:110 telephone-event/48000', 'a=fmtp:110 0-16']

test.each([
  ['Opus', sdp('111 8 110 126', OPUS, ALAW, ...FAST, ...SLOW), sdp('111 8 110', OPUS, ALAW, ...FAST)],
  ['G.711', sdp('8 111 126 110', ALAW, OPUS, ...SLOW, ...FAST), sdp('8 111 126', ALAW, OPUS, ...SLOW)],
  ['G.711 without its line', sdp('0 110 126', ...FAST, ...SLOW), sdp('0 126', ...SLOW)],
])('beside %s as its voice, keys have its clock alone', (_, given, left) =>
  expect(oneClock(given)).toBe(left),
)

test.each([
  ['keys in one clock only', sdp('111 126', OPUS, ...SLOW)],
  ['no keys', sdp('111 8', OPUS, ALAW)],
  ['no audio', 'v=0\r\n'],
])('%s: as it came', (_, given) => expect(oneClock(given)).toBe(given))
