// The live channel: tickets, numbered frames, resuming, signs of life, coming back by itself (docs/desktop-protocol.md).
import type { Frame, Hello, PopSeen, WantsFull, Welcome } from '@/api/live'
import { againAfter } from './again'

const SILENT_MS = 12_500
export const CHANGED_RIGHTS = 4403
/** One person has more desktops than can be served: it is theirs to say which ones. */
export const ELSEWHERE = 4409

/** What the channel needs of the world, so that tests can give it another one. */
export interface World {
  /** A ticket for one connection. Throws when there is none to be had just now. */
  ticket: () => Promise<string>
  open: (url: string) => WebSocket
  url: () => string
}

/** What it tells. */
export interface Ears {
  frame: (message: Frame['message']) => void
  welcome: (welcome: Welcome) => void
  /** The connection is gone; it comes back by itself, or, past the desktops that one may have, by `hurry`. */
  lost: (code: number) => void
}

/** One connection at a time; `begin` once, `end` at the end. */
export class LiveChannel {
  private socket: WebSocket | null = null
  private stream = ''
  private last = 0
  private tries = 0
  private heardAt = 0
  private beating: ReturnType<typeof setInterval> | undefined
  private waiting: ReturnType<typeof setTimeout> | undefined
  private ended = true

  constructor(
    private readonly world: World,
    private readonly ears: Ears,
  ) {}

  begin(): void {
    this.ended = false
    void this.connect()
  }

  end(): void {
    this.ended = true
    clearTimeout(this.waiting)
    this.drop(1000)
    this.stream = ''
    this.last = 0
  }

  /** The machine woke up or has a network again, or a person wants this desktop: do not wait for the next try. */
  hurry(): void {
    if (this.ended) return
    if (this.socket && Date.now() - this.heardAt > SILENT_MS) this.drop(4408)
    if (!this.socket) {
      clearTimeout(this.waiting)
      this.tries = 0
      void this.connect()
    }
  }

  /** The machine has lost its network: what is known is old from now on, not when the silence was long enough. */
  doubt(): void {
    if (this.socket) this.closed(this.socket, 4408)
  }

  send(message: PopSeen | WantsFull): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }

  private async connect(): Promise<void> {
    clearTimeout(this.waiting)
    let ticket: string
    try {
      ticket = await this.world.ticket()
    } catch {
      this.later()
      return
    }
    if (this.ended || this.socket) return
    const socket = this.world.open(this.world.url())
    this.socket = socket
    this.heardAt = Date.now()
    socket.onopen = () => socket.send(JSON.stringify(this.hello(ticket)))
    socket.onmessage = (event: MessageEvent<string>) => this.hear(socket, event.data)
    socket.onclose = (event) => this.closed(socket, event.code)
    this.beating = setInterval(() => this.beat(socket), 5_000)
  }

  private hello(ticket: string): Hello {
    return { type: 'hello', ticket, stream: this.stream, last: this.last }
  }

  private beat(socket: WebSocket): void {
    if (Date.now() - this.heardAt > SILENT_MS) this.closed(socket, 4408)
    else if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"beat"}')
  }

  private hear(socket: WebSocket, text: string): void {
    if (socket !== this.socket) return
    this.heardAt = Date.now()
    const message = JSON.parse(text) as Welcome | Frame | { type: 'beat' }
    if ('seq' in message) this.frame(message)
    else if (message.type === 'welcome') this.welcome(message)
  }

  private welcome(welcome: Welcome): void {
    this.tries = 0
    if (!welcome.resumed) this.last = 0
    this.stream = welcome.stream
    this.ears.welcome(welcome)
  }

  private frame(frame: Frame): void {
    const full = frame.message.type === 'full'
    if (!full && frame.seq !== this.last + 1) {
      this.send({ type: 'full_please' })
      return
    }
    this.last = frame.seq
    this.ears.frame(frame.message)
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return
    this.drop(code)
    this.ears.lost(code)
    if (code === CHANGED_RIGHTS) this.stream = ''
    if (code !== ELSEWHERE) this.later()
  }

  private drop(code: number): void {
    clearInterval(this.beating)
    const socket = this.socket
    this.socket = null
    socket?.close(code === 1000 ? 1000 : undefined)
  }

  private later(): void {
    if (this.ended) return
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => void this.connect(), againAfter(this.tries++))
  }
}
