// A list that comes in pages: the first on `load`, the following ones on `more`.
import { computed, ref, shallowRef } from 'vue'

export interface Page<T> {
  items: T[]
  next?: string | null
}

/** `ask` gets the cursor of the page; of two askings the later one counts. */
export function usePages<T>(ask: (cursor: string | undefined) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  let newest = 0

  async function page(cursor: string | undefined): Promise<void> {
    const mine = ++newest
    loading.value = true
    try {
      const found = await ask(cursor)
      if (mine !== newest) return
      items.value = cursor ? [...items.value, ...found.items] : found.items
      next.value = found.next ?? null
      problem.value = null
    } catch (trouble) {
      if (mine === newest) problem.value = trouble
    } finally {
      if (mine === newest) loading.value = false
    }
  }

  const load = () => page(undefined)
  const more = () => page(next.value ?? undefined)
  return { items, loading, problem, load, more, hasMore: computed(() => next.value !== null) }
}
