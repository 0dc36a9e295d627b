// Keys one after the other, however fast they are pressed: a browser drops what is sounding when it is given more (RFC 4733).

/**
 * A tone and the pause behind it, milliseconds; Asterisk wants 80 and 45 at least. When the browser changes its way
 * (ICE), Asterisk drops four packets until it trusts the new one (strictrtp, S15): a tone must last longer than those.
 */
const TONE_MS = 120
const PAUSE_MS = 80
/** A key pressed before sound can leave (ICE, DTLS) waits for that: so often, so many milliseconds apart. */
const LOOKS = 50
const LOOK_MS = 100

/** The part of RTCDTMFSender that is used. */
export type Keys = Pick<RTCDTMFSender, 'canInsertDTMF' | 'insertDTMF' | 'addEventListener'>

/** The part of RTCPeerConnection that says whether sound can leave. */
export type Way = Pick<RTCPeerConnection, 'connectionState'>

interface Waiting {
  way: Way
  keys: string
  /** Keys sound, or wait for a way; what comes meanwhile goes behind them. */
  busy: boolean
}

const waiting = new WeakMap<Keys, Waiting>()

/** Press a key in a call; without a call nothing happens. */
export function press(connection: RTCPeerConnection | null, key: string): void {
  const sender = connection?.getSenders().find((one) => one.dtmf)?.dtmf
  if (connection && sender) sendKey(sender, connection, key)
}

/** Send a key behind those that are not sent yet; it is given up when there is no way for the sound for 5 s. */
export function sendKey(sender: Keys, way: Way, key: string): void {
  const queue = waiting.get(sender) ?? watched(sender, way)
  queue.keys += key
  if (!queue.busy) sound(sender, queue, LOOKS)
}

function watched(sender: Keys, way: Way): Waiting {
  const queue = { way, keys: '', busy: false }
  waiting.set(sender, queue)
  sender.addEventListener('tonechange', (event) => {
    if (event.tone === '') sound(sender, queue, LOOKS)
  })
  return queue
}

function sound(sender: Keys, queue: Waiting, looks: number): void {
  const open = sender.canInsertDTMF && queue.way.connectionState === 'connected'
  const waits = queue.keys !== '' && !open && looks > 0
  queue.busy = queue.keys !== '' && (open || waits)
  if (waits) setTimeout(() => sound(sender, queue, looks - 1), LOOK_MS)
  if (waits) return
  if (queue.busy) sender.insertDTMF(queue.keys, TONE_MS, PAUSE_MS)
  queue.keys = ''
}
