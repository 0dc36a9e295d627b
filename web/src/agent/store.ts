// The agent's desk: what is before the agent now, and what is done about it. The floor decides; trouble is told.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import type { Pop } from '@/api/live'
import type { components } from '@/api/schema'
import { useLive } from '@/live/store'
import { usePhone } from '@/phone/store'
import { useSession } from '@/session/store'
import { tell } from '@/ui/problems'
import { controlsOf } from './controls'
import { currentCall, currentPop, overPops } from './current'

export type Transfer = components['schemas']['Transfer']
export type OutCall = components['schemas']['OutCall']
export type Wanted = components['schemas']['AgentOrder']['state']

export const useDesk = defineStore('desk', () => {
  const live = useLive()
  const phone = usePhone()
  const session = useSession()
  /** Name of the deed under way; one at a time. */
  const doing = ref('')
  /** Muted at the floor, by a telephone on the desk. */
  const mutedThere = ref('')

  const call = computed(() => currentCall(live.agent, live.calls))
  const pop = computed(() => currentPop(live.pops, call.value))
  const controls = computed(() =>
    controlsOf(live.agent, call.value, phone.phone, live.connected, session.may('calls:dial')),
  )
  const muted = computed(() => phone.muted || (call.value !== null && mutedThere.value === call.value.call))
  /** Since when the recording is paused, by whomever; in milliseconds. */
  const silentSince = computed(() =>
    call.value?.recording_paused ? Date.parse(call.value.recording_paused) : null,
  )
  watch([() => live.agent, () => live.pops, () => live.calls], () => {
    for (const over of overPops(live.pops, live.agent, live.calls)) live.dismiss(over.id)
  })

  async function doIt(name: string, work: () => Promise<unknown>): Promise<boolean> {
    if (doing.value) return false
    doing.value = name
    try {
      await work()
      return true
    } catch (problem) {
      tell(problem)
      return false
    } finally {
      doing.value = ''
    }
  }

  /** Do something to the call under way. */
  async function toCall(
    name: string,
    work: (path: { path: { call: string } }) => Promise<unknown>,
  ): Promise<boolean> {
    const id = call.value?.call
    return id ? doIt(name, () => work({ path: { call: id } })) : false
  }

  const be = (state: Wanted, reason?: string) =>
    doIt(state, () => unwrap(api.PUT('/api/agents/me/state', { body: { state, reason: reason ?? null } })))

  async function hangUp(): Promise<void> {
    if (phone.phone.talk !== 'idle') phone.hangUp()
    else await toCall('hang_up', (params) => unwrap(api.DELETE('/api/calls/{call}', { params })))
  }

  const hold = (on: boolean) =>
    toCall('hold', (params) =>
      on
        ? unwrap(api.POST('/api/calls/{call}/hold', { params }))
        : unwrap(api.DELETE('/api/calls/{call}/hold', { params })),
    )

  /** Here at once, and at the floor, so that the log knows. */
  async function mute(on: boolean): Promise<void> {
    const there = call.value?.call ?? ''
    if (phone.phone.talk === 'talking') phone.mute(on)
    if (call.value?.stage !== 'talking' || !live.connected) return
    const params = { path: { call: there } }
    const told = await doIt('mute', () => unwrap(api.PUT('/api/calls/{call}/mute', { params, body: { on } })))
    if (told) mutedThere.value = on ? there : ''
  }

  async function key(one: string): Promise<void> {
    if (phone.phone.talk === 'talking') phone.key(one)
    else
      await toCall('keys', (params) =>
        unwrap(api.POST('/api/calls/{call}/keys', { params, body: { keys: one } })),
      )
  }

  const silenceRecording = (reason: string) =>
    toCall('recording', (params) =>
      unwrap(api.POST('/api/calls/{call}/recording/pause', { params, body: { reason } })),
    )
  const recordAgain = () =>
    toCall('recording', (params) => unwrap(api.DELETE('/api/calls/{call}/recording/pause', { params })))

  const transfer = (body: Transfer) =>
    toCall('transfer', (params) => unwrap(api.POST('/api/calls/{call}/transfer', { params, body })))
  const handOver = () =>
    toCall('hand_over', (params) => unwrap(api.POST('/api/calls/{call}/transfer/complete', { params })))
  const takeBack = () =>
    toCall('take_back', (params) => unwrap(api.DELETE('/api/calls/{call}/transfer', { params })))
  const allThree = () =>
    toCall('three_way', (params) => unwrap(api.POST('/api/calls/{call}/conference', { params })))

  /** One's own telephone rings first; the one on this page is answered by itself. */
  async function dial(body: OutCall): Promise<boolean> {
    phone.placing()
    return doIt('dial', () => unwrap(api.POST('/api/calls', { body })))
  }

  return {
    doing,
    call,
    pop,
    controls,
    muted,
    silentSince,
    be,
    dismiss: (pop: Pop) => live.dismiss(pop.id),
    hangUp,
    hold,
    mute,
    key,
    silenceRecording,
    recordAgain,
    transfer,
    handOver,
    takeBack,
    allThree,
    dial,
  }
})
