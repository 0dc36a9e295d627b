// What the service tells of the call, as long as it goes on; a connection that is lost is made anew and told all again.
import type { Moment } from './transcript'

export type FollowLink = 'connecting' | 'live' | 'away' | 'unknown' | 'over'

export interface Listener {
  /** A moment more. */
  moment: (moment: Moment) => void
  /** What was told until now is told again. */
  anew: () => void
  link: (link: FollowLink) => void
}

const OVER = 1000
const NOT_ADMITTED = 4401
const FIRST_MS = 500
const LONGEST_MS = 5_000

/** Follow the call of a pass; gives what stops it. */
export function follow(
  pass: string,
  listener: Listener,
  open: (url: string) => WebSocket = (url) => new WebSocket(url),
): () => void {
  let socket: WebSocket | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let pause = FIRST_MS
  let stopped = false

  function connect() {
    socket = open(`${location.origin.replace(/^http/, 'ws')}/api/call-page/live`)
    socket.onopen = () => {
      pause = FIRST_MS
      listener.anew()
      listener.link('live')
      socket?.send(pass)
    }
    socket.onmessage = (event: MessageEvent<string>) => {
      listener.moment((JSON.parse(event.data) as { told: Moment }).told)
    }
    socket.onclose = (event) => closed(event.code)
  }

  function closed(code: number) {
    if (stopped) return
    if (code === OVER || code === NOT_ADMITTED) {
      listener.link(code === OVER ? 'over' : 'unknown')
      return
    }
    listener.link('away')
    again = setTimeout(connect, pause)
    pause = Math.min(LONGEST_MS, pause * 2)
  }

  listener.link('connecting')
  connect()
  return () => {
    stopped = true
    clearTimeout(again)
    socket?.close()
  }
}
