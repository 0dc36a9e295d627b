// One's own listen-in: begun, steered, ended, and what is known of it after a reload or a gap (§5).
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLive } from '@/live/store'
import { usePhone } from '@/phone/store'
import { shown, type Asked, type Mode } from './listen_state'
import { tried } from '@/ui/problems'

export const useListening = defineStore('listening', () => {
  const live = useLive()
  const phone = usePhone()
  const asked = shallowRef<Asked[] | null>(null)
  const busy = ref(false)
  const one = computed(() => shown(live.listening, asked.value))
  const going = computed(() => (one.value && one.value.state !== 'ended' ? one.value : null))
  const told = computed(() => live.listening.map((known) => `${known.listening} ${known.state}`).join())

  watch(told, () => (asked.value = null))
  watch(
    () => live.connected,
    (connected) => connected && void look(),
    { immediate: true },
  )

  /** After a gap: an answer that the channel has overtaken does not count. */
  async function look(): Promise<void> {
    const before = told.value
    const found = await unwrap(api.GET('/api/listen-in')).catch(() => null)
    if (found && before === told.value) asked.value = found
  }

  async function during(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    try {
      return await tried(work)
    } finally {
      busy.value = false
    }
  }

  /** The own telephone rings; one in this browser is answered by itself. */
  const begin = (call: string, reason: string) =>
    during(async () => {
      const path = { call }
      const leave = await unwrap(
        api.POST('/api/calls/{call}/listen-in', { params: { path }, body: { reason } }),
      )
      if (phone.here) phone.placing()
      await unwrap(api.POST('/api/listen-in', { body: { token: leave.token } }))
    })

  const use = (mode: Mode) =>
    during(async () => {
      const current = going.value
      if (!current || current.mode === mode) return
      const params = { path: { listening_id: current.listening } }
      await unwrap(api.PUT('/api/listen-in/{listening_id}/mode', { params, body: { mode } }))
      if (asked.value) await look()
    })

  const stop = () =>
    during(async () => {
      if (!going.value) return
      const params = { path: { listening_id: going.value.listening } }
      await unwrap(api.DELETE('/api/listen-in/{listening_id}', { params }))
      if (asked.value) await look()
    })

  function dismiss(): void {
    if (one.value) live.dismiss(one.value.listening)
  }

  return { one, going, busy, begin, use, stop, dismiss }
})
