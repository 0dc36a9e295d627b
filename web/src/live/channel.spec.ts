import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveChannel, type Ears } from './channel'

/** The service's side of one connection. */
class Line {
  static readonly made: Line[] = []
  readyState: number = WebSocket.OPEN
  readonly heard: Record<string, unknown>[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: MessageEvent<string>) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null

  constructor(readonly url: string) {
    Line.made.push(this)
  }

  send(text: string): void {
    this.heard.push(JSON.parse(text) as Record<string, unknown>)
  }

  close(): void {
    this.readyState = WebSocket.CLOSED
  }

  says(message: object): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }))
  }

  breaks(code: number): void {
    this.readyState = WebSocket.CLOSED
    this.onclose?.(new CloseEvent('close', { code }))
  }
}

const agent = (state: string) => ({ type: 'agent', agent: { state } })
const full = { type: 'full', agent: null, calls: [], pops: [], board: null, alarms: [] }
let told: string[]
let refuse: boolean
let channel: LiveChannel

beforeEach(() => {
  vi.useFakeTimers()
  Line.made.length = 0
  told = []
  refuse = false
  const ears: Ears = {
    frame: (message) => told.push(message.type),
    welcome: () => told.push('welcome'),
    lost: (code) => told.push(`lost ${code}`),
  }
  const world = {
    ticket: () => (refuse ? Promise.reject(new Error('away')) : Promise.resolve('ticket')),
    open: (url: string) => new Line(url) as unknown as WebSocket,
    url: () => 'ws://desk.example/api/live',
  }
  channel = new LiveChannel(world, ears)
})

afterEach(() => {
  channel.end()
  vi.useRealTimers()
})

async function connected(): Promise<Line> {
  await vi.advanceTimersByTimeAsync(0)
  const line = Line.made.at(-1)!
  line.onopen?.()
  return line
}

function welcomed(line: Line, resumed = false): void {
  line.says({ type: 'welcome', stream: 's', resumed, now: '2026-11-22T06:00:00Z' })
}

test('it says its ticket first and hears frames', async () => {
  channel.begin()
  const line = await connected()
  expect(line.heard[0]).toEqual({ type: 'hello', ticket: 'ticket', stream: '', last: 0 })
  welcomed(line)
  line.says({ seq: 1, message: full })
  line.says({ seq: 2, message: agent('ready') })
  expect(told).toEqual(['welcome', 'full', 'agent'])
})

test('after a break it comes back by itself and resumes where it was', async () => {
  channel.begin()
  const first = await connected()
  welcomed(first)
  first.says({ seq: 1, message: full })
  first.breaks(1012)
  expect(told.at(-1)).toBe('lost 1012')
  await vi.advanceTimersByTimeAsync(300)
  const second = await connected()
  expect(second.heard[0]).toMatchObject({ stream: 's', last: 1 })
  welcomed(second, true)
  second.says({ seq: 2, message: agent('ready') })
  expect(told.at(-1)).toBe('agent')
})

test('changed rights begin a new stream', async () => {
  channel.begin()
  const first = await connected()
  welcomed(first)
  first.says({ seq: 1, message: full })
  first.breaks(4403)
  await vi.advanceTimersByTimeAsync(300)
  expect((await connected()).heard[0]).toMatchObject({ stream: '' })
})

test('a gap between the numbers asks for everything, and what does not fit is not believed', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  line.says({ seq: 1, message: full })
  line.says({ seq: 3, message: agent('ready') })
  expect(told).toEqual(['welcome', 'full'])
  expect(line.heard.at(-1)).toEqual({ type: 'full_please' })
  line.says({ seq: 4, message: full })
  expect(told.at(-1)).toBe('full')
})

test('a service that says nothing for 12.5 s is given up', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  await vi.advanceTimersByTimeAsync(15_500)
  expect(told).toContain('lost 4408')
  expect(line.readyState).toBe(WebSocket.CLOSED)
  expect(Line.made.length).toBeGreaterThan(1)
})

test('it beats every 5 s', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(line.heard.filter((message) => message.type === 'beat')).toHaveLength(2)
})

test('one desktop too many stays away until it is wanted: it would take the place of another one', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  line.breaks(4409)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(Line.made).toHaveLength(1)
  channel.hurry()
  await connected()
  expect(Line.made).toHaveLength(2)
})

test('a machine that wakes up does not wait for the next try', async () => {
  refuse = true
  channel.begin()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(Line.made).toHaveLength(0)
  refuse = false
  channel.hurry()
  await connected()
  expect(Line.made).toHaveLength(1)
})

test('without a network it says so at once, and resumes where it was', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  line.says({ seq: 1, message: full })
  channel.doubt()
  expect(told.at(-1)).toBe('lost 4408')
  await vi.advanceTimersByTimeAsync(300)
  expect((await connected()).heard[0]).toMatchObject({ stream: 's', last: 1 })
})

test('once ended it stays away', async () => {
  channel.begin()
  const line = await connected()
  welcomed(line)
  channel.end()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(Line.made).toHaveLength(1)
})
