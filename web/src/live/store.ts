// The live floor as this desktop sees it. `connected` false: everything here is what was last known, at `knownAt`.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'
import type { Pop } from '@/api/live'
import { useClock } from '@/ui/clock'
import { CHANGED_RIGHTS, ELSEWHERE, LiveChannel } from './channel'
import { nothingKnown, told, type LiveState } from './state'

export const useLive = defineStore('live', () => {
  const state = shallowRef<LiveState>(nothingKnown)
  const connected = ref(false)
  /** When the service was last heard; null: not yet. */
  const knownAt = ref<Date | null>(null)
  /** The code with which the last connection ended. */
  const lostBy = ref(0)
  /** How often the service has closed the channel because our rights are others now, or our session is over. */
  const revoked = ref(0)
  const clock = useClock()

  const channel = new LiveChannel(
    {
      ticket: async () => (await unwrap(api.POST('/api/live/ticket'))).ticket,
      open: (url) => new WebSocket(url),
      url: () => `${location.origin.replace(/^http/, 'ws')}/api/live`,
    },
    {
      welcome: (welcome) => {
        clock.set(welcome.now)
        connected.value = true
        knownAt.value = clock.now()
      },
      frame: (message) => {
        state.value = told(state.value, message)
        knownAt.value = clock.now()
      },
      lost: (code) => {
        connected.value = false
        lostBy.value = code
        if (code === CHANGED_RIGHTS) revoked.value += 1
      },
    },
  )
  const hurry = () => channel.hurry()
  const doubt = () => channel.doubt()
  const seenByPerson = () => document.visibilityState === 'visible' && channel.hurry()

  function begin(): void {
    addEventListener('online', hurry)
    addEventListener('offline', doubt)
    document.addEventListener('visibilitychange', seenByPerson)
    channel.begin()
  }

  /** This one of too many desktops is wanted. */
  function comeBack(): void {
    lostBy.value = 0
    channel.hurry()
  }

  function end(): void {
    removeEventListener('online', hurry)
    removeEventListener('offline', doubt)
    document.removeEventListener('visibilitychange', seenByPerson)
    channel.end()
    connected.value = false
    state.value = nothingKnown
    knownAt.value = null
  }

  /** The pop is on the screen. */
  function seen(pop: Pop): void {
    channel.send({ type: 'pop_seen', pop: pop.id, revision: pop.revision })
  }

  /** Take a pop, or a listen-in that has ended, off the screen. */
  function dismiss(id: string): void {
    const { [id]: _pop, ...pops } = state.value.pops
    const { [id]: _listening, ...listening } = state.value.listening
    state.value = { ...state.value, pops, listening }
  }

  return {
    state,
    connected,
    knownAt,
    lostBy,
    /** Other desktops of this person are served instead, until `comeBack`. */
    elsewhere: computed(() => !connected.value && lostBy.value === ELSEWHERE),
    comeBack,
    revoked,
    agent: computed(() => state.value.agent),
    calls: computed(() => Object.values(state.value.calls)),
    pops: computed(() => Object.values(state.value.pops)),
    board: computed(() => state.value.board),
    alarms: computed(() => state.value.alarms),
    listening: computed(() => Object.values(state.value.listening)),
    heard: computed(() => state.value.heard),
    begin,
    end,
    seen,
    dismiss,
  }
})
