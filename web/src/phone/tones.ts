// Keys one after the other, however fast they are pressed: a browser drops what is sounding when it is given more (RFC 4733).

/** A tone and the pause behind it, milliseconds; Asterisk wants 80 and 45 at least. */
const TONE_MS = 120
const PAUSE_MS = 80
/** A key pressed as the call is answered waits for the way of the sound: so often, so many milliseconds apart. */
const LOOKS = 50
const LOOK_MS = 100

/** The part of RTCDTMFSender that is used. */
export type Keys = Pick<RTCDTMFSender, 'canInsertDTMF' | 'insertDTMF' | 'addEventListener'>

interface Waiting {
  keys: string
  /** Keys sound, or wait for a way; what comes meanwhile goes behind them. */
  busy: boolean
}

const waiting = new WeakMap<Keys, Waiting>()

/** Send a key behind those that are not sent yet; it is given up when there is no way for the sound for 5 s. */
export function sendKey(sender: Keys, key: string): void {
  const queue = waiting.get(sender) ?? watched(sender)
  queue.keys += key
  if (!queue.busy) sound(sender, queue, LOOKS)
}

function watched(sender: Keys): Waiting {
  const queue = { keys: '', busy: false }
  waiting.set(sender, queue)
  sender.addEventListener('tonechange', (event) => {
    if (event.tone === '') sound(sender, queue, LOOKS)
  })
  return queue
}

function sound(sender: Keys, queue: Waiting, looks: number): void {
  const waits = queue.keys !== '' && !sender.canInsertDTMF && looks > 0
  queue.busy = queue.keys !== '' && (sender.canInsertDTMF || waits)
  if (waits) setTimeout(() => sound(sender, queue, looks - 1), LOOK_MS)
  if (waits) return
  if (queue.busy) sender.insertDTMF(queue.keys, TONE_MS, PAUSE_MS)
  queue.keys = ''
}
