// Keys one after the other, however fast they are pressed: a browser drops what is sounding when it is given more (RFC 4733).

/** A tone and the pause behind it, milliseconds; Asterisk wants 80 and 45 at least. */
const TONE_MS = 120
const PAUSE_MS = 80

/** The part of RTCDTMFSender that is used. */
export type Keys = Pick<RTCDTMFSender, 'canInsertDTMF' | 'insertDTMF' | 'addEventListener'>

interface Waiting {
  keys: string
  sounding: boolean
}

const waiting = new WeakMap<Keys, Waiting>()

/** Send a key behind those that are not sent yet; nothing without a way for the sound. */
export function sendKey(sender: Keys, key: string): void {
  if (!sender.canInsertDTMF) return
  const queue = waiting.get(sender) ?? watched(sender)
  queue.keys += key
  if (!queue.sounding) sound(sender, queue)
}

function watched(sender: Keys): Waiting {
  const queue = { keys: '', sounding: false }
  waiting.set(sender, queue)
  sender.addEventListener('tonechange', (event) => {
    if (event.tone === '') sound(sender, queue)
  })
  return queue
}

function sound(sender: Keys, queue: Waiting): void {
  queue.sounding = queue.keys !== '' && sender.canInsertDTMF
  if (queue.sounding) sender.insertDTMF(queue.keys, TONE_MS, PAUSE_MS)
  queue.keys = ''
}
