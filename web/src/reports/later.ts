// A number that comes later (the database was away when the report was saved): asked for until it is there.
import { onScopeDispose, ref } from 'vue'

const AGAIN_MS = 3_000

/** `ask` says the same request again, which does nothing twice. The number, or null while there is none. */
export function useLater(first: string | null, ask: () => Promise<{ number: string | null }>) {
  const number = ref(first)
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  function wait(): void {
    if (number.value === null) timer = setTimeout(() => void again(), AGAIN_MS)
  }

  async function again(): Promise<void> {
    try {
      number.value = (await ask()).number
    } catch {
      // Nobody answers yet: the next try may fare better.
    }
    wait()
  }

  wait()
  return number
}
