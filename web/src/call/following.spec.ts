import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { follow, type FollowLink } from './following'

/** The far end of a WebSocket. */
class FarEnd {
  static all: FarEnd[] = []
  onopen: () => void = () => {}
  onmessage: (event: { data: string }) => void = () => {}
  onclose: (event: { code: number }) => void = () => {}
  sent: string[] = []
  closed = false
  constructor(readonly url: string) {
    FarEnd.all.push(this)
  }
  send(text: string) {
    this.sent.push(text)
  }
  close() {
    this.closed = true
  }
}

const links: FollowLink[] = []
const moments: unknown[] = []
let anew = 0

function following() {
  return follow(
    'a-pass',
    { moment: (moment) => moments.push(moment), anew: () => anew++, link: (link) => links.push(link) },
    (url) => new FarEnd(url) as unknown as WebSocket,
  )
}

beforeEach(() => {
  vi.useFakeTimers()
  FarEnd.all = []
  links.length = moments.length = anew = 0
})
afterEach(() => vi.useRealTimers())

test('the pass is the first message, and moments come one by one', () => {
  following()
  const [end] = FarEnd.all
  end?.onopen()
  end?.onmessage({ data: JSON.stringify({ told: { kind: 'stored', at: 1, report: '1' } }) })
  expect(end?.url).toMatch(/^ws:.*\/api\/call-page\/live$/)
  expect(end?.sent).toEqual(['a-pass'])
  expect(moments).toEqual([{ kind: 'stored', at: 1, report: '1' }])
})

test('a lost connection is made anew, and everything is told again', () => {
  following()
  FarEnd.all[0]?.onopen()
  FarEnd.all[0]?.onclose({ code: 1006 })
  vi.advanceTimersByTime(600)
  FarEnd.all[1]?.onopen()
  expect(links).toEqual(['connecting', 'live', 'away', 'live'])
  expect(anew).toBe(2)
})

test.each([
  [1000, 'over'],
  [4401, 'unknown'],
])('code %i ends it: %s', (code, link) => {
  following()
  FarEnd.all[0]?.onopen()
  FarEnd.all[0]?.onclose({ code })
  vi.advanceTimersByTime(60_000)
  expect(links.at(-1)).toBe(link)
  expect(FarEnd.all).toHaveLength(1)
})

test('who stops is not told any more', () => {
  const stop = following()
  FarEnd.all[0]?.onopen()
  stop()
  FarEnd.all[0]?.onclose({ code: 1006 })
  vi.advanceTimersByTime(60_000)
  expect(FarEnd.all).toHaveLength(1)
  expect(FarEnd.all[0]?.closed).toBe(true)
})
