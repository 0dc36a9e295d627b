// The last hour: asked of the service, collected while the page is open, and kept over a reload.
import { onScopeDispose, shallowRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLive } from '@/live/store'
import { useClock } from '@/ui/clock'
import { joined, recalled, sampled, STEP, type Sample } from './history'
import { summed } from './wall'

const KEPT = 'faultline.floor.hour'
const EVERY = 5_000

/** The samples so far, growing every five seconds while the board is up to date. */
export function useHour() {
  const live = useLive()
  const { second } = useClock()
  const samples = shallowRef<Sample[]>(recalled(localStorage.getItem(KEPT), second.value))
  const keep = () => localStorage.setItem(KEPT, JSON.stringify(samples.value))

  watch(
    () => [Math.floor(second.value / EVERY), live.board !== null],
    () => {
      if (!live.connected || !live.board) return
      const { waiting, share } = summed(Object.values(live.board.queues))
      samples.value = sampled(samples.value, { at: second.value, waiting, share })
    },
    { immediate: true },
  )
  watch(
    () => live.connected,
    (connected) => connected && void fill(),
    { immediate: true },
  )

  /** What happened before this page was opened, or while it was cut off; without an answer there is a gap. */
  async function fill(): Promise<void> {
    const served = await unwrap(api.GET('/api/floor/hour')).catch(() => [])
    const points = served.map(({ at, waiting, share }) => ({ at: Date.parse(at), waiting, share }))
    samples.value = joined(samples.value, points)
  }

  const keeping = setInterval(keep, STEP)
  addEventListener('pagehide', keep)
  onScopeDispose(() => {
    clearInterval(keeping)
    removeEventListener('pagehide', keep)
    keep()
  })
  return samples
}
