// SIP over WebSocket (RFC 7118) as JsSIP wants it, with one thing more: a connection that is silently dead can be dropped.

/** Asterisk asks every 15 s whether the telephone is there: past this nothing comes any more. Milliseconds. */
const SILENT_MS = 40_000

type Heard = (data: unknown) => void

export class Wire {
  via_transport: string
  onconnect: () => void = () => {}
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {}
  ondata: Heard = () => {}
  /** Something came, which proves that there is a way there and back. */
  onheard: () => void = () => {}
  private socket: WebSocket | null = null
  private heardAt = 0

  constructor(
    readonly url: string,
    private readonly open: (url: string) => WebSocket = (to) => new WebSocket(to, 'sip'),
    private readonly now: () => number = Date.now,
  ) {
    this.via_transport = new URL(url).protocol === 'wss:' ? 'WSS' : 'WS'
  }

  get sip_uri(): string {
    return `sip:${new URL(this.url).host};transport=ws`
  }

  connect(): void {
    if (this.isConnected() || this.isConnecting()) return
    this.disconnect()
    const socket = this.open(this.url)
    this.socket = socket
    this.heardAt = this.now()
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.onconnect()
    socket.onclose = (event) => this.ondisconnect(!event.wasClean, event.code, event.reason)
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.heardAt = this.now()
      this.ondata(event.data)
      this.onheard()
    }
  }

  disconnect(): void {
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onclose = socket.onmessage = null
    socket.close()
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false
    this.socket?.send(message as string)
    return true
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING
  }

  /** Whether nothing has come for longer than Asterisk is ever silent. */
  get silent(): boolean {
    return this.isConnected() && this.now() - this.heardAt > SILENT_MS
  }

  /** Give up this connection now; JsSIP makes another one. */
  drop(): void {
    if (!this.socket) return
    this.disconnect()
    this.ondisconnect(true, 4000, 'dropped')
  }
}
