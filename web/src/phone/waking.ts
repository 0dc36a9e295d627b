// The machine woke up, the network is another one, or the person is back at this page: what may have died is looked at.

const LOOK_MS = 2_000
/** A timer that is so late was asleep. Hidden pages are woken once a minute. */
const ASLEEP_MS = 90_000

/** Whether so much time between two looks means that the machine has slept. */
export function hasSlept(before: number, now: number): boolean {
  return now - before > ASLEEP_MS
}

/** `moved`: the way to Asterisk may be another one. The answer ends it. */
export function onWaking(woken: (moved: boolean) => void): () => void {
  let before = Date.now()
  const look = setInterval(() => {
    if (hasSlept(before, Date.now())) woken(true)
    before = Date.now()
  }, LOOK_MS)
  const online = () => woken(true)
  const seen = () => document.visibilityState === 'visible' && woken(false)
  addEventListener('online', online)
  document.addEventListener('visibilitychange', seen)
  return () => {
    clearInterval(look)
    removeEventListener('online', online)
    document.removeEventListener('visibilitychange', seen)
  }
}
