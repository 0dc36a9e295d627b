// Of several tabs one telephones: whoever has the lock. It passes to the next when that tab is closed or loaded anew.

/** Milliseconds after which it is said that another tab has it. */
const SOON_MS = 400

/** Work while the lock is ours, until `until` is aborted. `elsewhere` is called when another tab has it. */
export async function onlyHere(
  name: string,
  until: AbortSignal,
  elsewhere: () => void,
  work: () => void,
): Promise<void> {
  if (!navigator.locks) {
    work()
    return
  }
  const taken = setTimeout(elsewhere, SOON_MS)
  try {
    await navigator.locks.request(name, { signal: until }, async () => {
      clearTimeout(taken)
      work()
      await new Promise<void>((done) => until.addEventListener('abort', () => done(), { once: true }))
    })
  } catch (thrown) {
    if (!until.aborted) throw thrown
  } finally {
    clearTimeout(taken)
  }
}
