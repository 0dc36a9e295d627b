// What is typed is kept in this browser until the service has it: nothing entered is ever lost.
import { ref, watch, type Ref } from 'vue'

const BEFORE = 'faultline.draft.'
const KEEP_MS = 7 * 24 * 3_600_000

interface Kept {
  at: number
  value: unknown
}

/** A form's content under a key (a change of key is another draft: call it again). `forget` once the service has it. */
export function useDraft<T extends object>(
  key: string,
  initial: () => T,
): { draft: Ref<T>; forget: () => void } {
  const name = BEFORE + key
  const draft = ref({ ...initial(), ...kept<T>(name) }) as Ref<T>
  let quiet = false
  watch(
    draft,
    (value) => {
      if (quiet) quiet = false
      else localStorage.setItem(name, JSON.stringify({ at: Date.now(), value } satisfies Kept))
    },
    { deep: true, flush: 'sync' },
  )

  function forget(): void {
    localStorage.removeItem(name)
    quiet = true
    draft.value = initial()
  }

  return { draft, forget }
}

function kept<T>(name: string): Partial<T> {
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null
    return found && Date.now() - found.at < KEEP_MS ? (found.value as Partial<T>) : {}
  } catch {
    return {}
  }
}
