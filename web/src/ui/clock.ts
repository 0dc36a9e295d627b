// The service's time, ticking once a second for everything that shows a running duration.
import { computed, readonly, ref } from 'vue'

const offset = ref(0)
const tick = ref(Date.now())
setInterval(() => (tick.value = Date.now()), 1_000)

/** `set` with the service's time when it tells; `second` is its time, anew each second. */
export function useClock() {
  return {
    set: (now: string) => (offset.value = Date.parse(now) - Date.now()),
    now: () => new Date(Date.now() + offset.value),
    second: readonly(computed(() => tick.value + offset.value)),
  }
}
