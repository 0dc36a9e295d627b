// Asking for something that a page shows: loading, trouble, data.
import { useIntervalFn } from '@vueuse/core'
import { onMounted, ref, shallowRef } from 'vue'

/** `load` asks (again); of two askings the later one counts. */
export function useLoad<T, A extends unknown[]>(ask: (...words: A) => Promise<T>) {
  const data = shallowRef<T>()
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  let newest = 0

  async function load(...words: A): Promise<void> {
    const mine = ++newest
    loading.value = true
    try {
      const found = await ask(...words)
      if (mine !== newest) return
      data.value = found
      problem.value = null
    } catch (trouble) {
      if (mine === newest) problem.value = trouble
    } finally {
      if (mine === newest) loading.value = false
    }
  }

  return { data, loading, problem, load }
}

/** Asks as soon as the part is on the page, and every so often as long as it is there. */
export function useLoadEvery<T>(milliseconds: number, ask: () => Promise<T>) {
  const loaded = useLoad(ask)
  onMounted(loaded.load)
  useIntervalFn(loaded.load, milliseconds)
  return loaded
}
