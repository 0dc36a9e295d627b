// Somebody changes this person's rights while a page is open: the session is over at once, and the sign-in page says why.
import { watch } from 'vue'
import { useLive } from '@/live/store'
import { useSession } from './store'

/** `why`: for the sign-in page's hint. */
export function useRights() {
  const live = useLive()
  const session = useSession()
  let due = false

  async function renew(): Promise<void> {
    due = true
    try {
      await session.renew()
      due = false
    } catch {
      // No answer: asked again when the service is back.
    }
  }

  watch(
    () => live.revoked,
    () => void renew(),
  )
  watch(
    () => live.connected,
    (connected) => connected && due && void renew(),
  )
  return { why: () => (session.revoked ? 'rights' : '1') }
}
