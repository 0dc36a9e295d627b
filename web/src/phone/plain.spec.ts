import { expect, test } from 'vitest'
import { plain } from './plain'

const HEAD = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n'

test.each([
  ['a call on hold by its address', 'c=IN IP4 0.0.0.0\r\n', 'c=IN IP4 127.0.0.1\r\n'],
  [
    'a hidden address',
    'a=candidate:1 1 udp 2113937151 c2ef6420-1a7d.local 55690 typ host generation 0\r\n',
    'a=candidate:1 1 udp 2113937151 127.0.0.1 55690 typ host generation 0\r\n',
  ],
  ['an address that is one', 'c=IN IP4 192.0.2.2\r\na=candidate:1 1 udp 1 192.0.2.2 5 typ host\r\n', null],
  ['the address of RTCP', 'a=rtcp:9 IN IP4 0.0.0.0\r\n', null],
])('%s', (_, line, becomes) => expect(plain(HEAD + line)).toBe(HEAD + (becomes ?? line)))
