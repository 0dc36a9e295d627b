// Collects the last hour while a page is open, and over a reload of it.
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useLive } from '@/live/store'
import { useClock } from '@/ui/clock'
import { recalled, sampled, STEP, type Sample } from './history'
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
  const keeping = setInterval(keep, STEP)
  addEventListener('pagehide', keep)
  onScopeDispose(() => {
    clearInterval(keeping)
    removeEventListener('pagehide', keep)
    keep()
  })
  return samples
}
