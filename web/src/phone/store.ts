// The softphone of this tab: one account, one call, one microphone. Calls are steered by the floor; here is what must be at once.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { api, ApiProblem, unwrap } from '@/api/client'
import { useLive } from '@/live/store'
import { askedAccount, patience } from './account'
import { answersByItself, hasLostCall, isOverThere } from './auto_answer'
import { useDevices } from './devices'
import { useEar } from './listening'
import { forgetTalk, rememberTalk, talkedWith } from './memory'
import { closed, opened, whyNoMicrophone } from './microphone'
import { onlyHere } from './only_tab'
import { Ring } from './ring'
import type { Sip } from './sip'
import { AT_REST, step, type Cue } from './stage'
import { onWaking } from './waking'

const AGAIN_MS = 3_000
const REMEMBER_MS = 2_000

export const usePhone = defineStore('phone', () => {
  const live = useLive()
  const { chosen, look } = useDevices()
  const ear = useEar()
  const ring = new Ring()
  const phone = ref(AT_REST)
  const muted = ref(false)
  const placedAt = ref<number | null>(null)
  const sip = shallowRef<Sip | null>(null)
  let microphone: MediaStream | null = null
  let working: AbortController | null = null
  let remembering: ReturnType<typeof setInterval> | undefined
  let asking = ''
  let forgetWaking = () => {}
  /** The connection was lost in this call: its end may have gone unheard. */
  let doubtful = false
  let refusals = 0

  /** Telephone from this tab, as soon as no other one does. `extension`: whose. */
  function begin(extension: string): void {
    if (working) return
    working = new AbortController()
    forgetWaking = onWaking((moved) => sip.value?.hurry(moved))
    window.addEventListener('pagehide', leave, { signal: working.signal })
    const elsewhere = () => cue({ is: 'link', link: 'elsewhere' })
    void onlyHere(`faultline.phone.${extension}`, working.signal, elsewhere, () => void connect())
  }

  function end(): void {
    forgetWaking()
    working?.abort()
    working = null
    sip.value?.stop()
    sip.value = null
    over()
    phone.value = AT_REST
  }

  /** Closed or loaded anew: whoever of this browser's tabs telephones next is to have the same caller back. */
  function leave(): void {
    if (phone.value.talk !== 'talking') return
    const call = callNow()
    sip.value?.leave()
    if (call) rememberTalk(call, Date.now())
  }

  /** With which call we talk: one's own telephone, which rings first for a call that one places, is not told. */
  function callNow(): string {
    return phone.value.call || (live.agent?.call ?? '')
  }

  async function connect(): Promise<void> {
    const mine = working
    cue({ is: 'link', link: 'asking' })
    try {
      const account = await askedAccount()
      if (mine !== working || !mine) return
      if (!account) return cue({ is: 'link', link: 'desk' })
      const { Sip } = await import('./sip')
      if (mine !== working) return
      // One that was stopped says good-bye to Asterisk for two seconds more: that is no news of this one.
      const next = new Sip(account, { cue: (told) => sip.value === next && cue(told), sound: ear.hear })
      sip.value = next
      next.start()
      void tryMicrophone()
    } catch (thrown) {
      if (mine !== working || !mine) return
      if (thrown instanceof ApiProblem && thrown.status === 409) return cue({ is: 'link', link: 'none' })
      cue({ is: 'link', link: 'lost', trouble: 'service_away' })
      setTimeout(() => mine === working && void connect(), AGAIN_MS)
    }
  }

  function cue(told: Cue): void {
    const before = phone.value
    phone.value = step(before, told)
    if (told.is === 'link' && told.link === 'lost') doubtful = phone.value.talk === 'talking'
    if (told.is === 'link' && told.link === 'registered') refusals = 0
    if (told.is === 'link' && told.link === 'refused')
      setTimeout(() => void startOver(), patience(refusals++))
    if (before.talk === phone.value.talk) return
    if (phone.value.talk === 'ringing') rings()
    else if (phone.value.talk === 'talking') talks()
    else if (phone.value.talk === 'idle') over()
  }

  function rings(): void {
    const expecting = { talkedWith: talkedWith(), placedAt: placedAt.value }
    if (answersByItself(phone.value.call, expecting, Date.now())) void answer()
    else ring.start(chosen.value.ringer, chosen.value.ringVolume, () => (ear.blocked.value = true))
  }

  function talks(): void {
    ring.stop()
    placedAt.value = null
    const remember = () => callNow() && rememberTalk(callNow(), Date.now())
    remember()
    remembering = setInterval(remember, REMEMBER_MS)
    ear.follow(() => sip.value?.connection ?? null)
  }

  function over(): void {
    ring.stop()
    doubtful = false
    clearInterval(remembering)
    if (phone.value.link === 'registered') forgetTalk()
    ear.rest()
    muted.value = false
    closed(microphone)
    microphone = null
  }

  /** Another password, perhaps: ask for the account anew. */
  async function startOver(): Promise<void> {
    if (!working || phone.value.talk !== 'idle') return
    sip.value?.stop()
    await connect()
  }

  async function answer(): Promise<void> {
    if (phone.value.talk !== 'ringing' || !sip.value) return
    cue({ is: 'answering' })
    ring.stop()
    try {
      microphone = await opened(chosen.value.microphone)
      cue({ is: 'microphone', why: '' })
      void look()
      sip.value.answer(microphone)
    } catch (thrown) {
      cue({ is: 'microphone', why: whyNoMicrophone(thrown, window.isSecureContext) })
    }
  }

  function mute(on: boolean): void {
    muted.value = on
    sip.value?.mute(on)
  }

  async function useMicrophone(device: string): Promise<void> {
    chosen.value = { ...chosen.value, microphone: device }
    if (!microphone) return
    const next = await opened(device)
    await sip.value?.speakInto(next)
    closed(microphone)
    microphone = next
    if (muted.value) sip.value?.mute(true)
  }

  /** Whether there is a microphone, asked before the first call. */
  async function tryMicrophone(): Promise<boolean> {
    try {
      closed(await opened(chosen.value.microphone))
      await look()
      cue({ is: 'microphone', why: '' })
      return true
    } catch (thrown) {
      cue({ is: 'microphone', why: whyNoMicrophone(thrown, window.isSecureContext) })
      return false
    }
  }

  /** The page was loaded anew in a conversation: let the floor keep the caller, and answer when it rings (R15). */
  async function askBack(call: string): Promise<void> {
    if (asking === call) return
    asking = call
    rememberTalk(call, Date.now())
    await unwrap(api.POST('/api/phone/forgot')).catch(() => {})
    asking = ''
  }

  watch([() => live.agent, () => live.connected, () => phone.value.link], ([agent, connected]) => {
    if (!agent || !connected) return
    if (hasLostCall(agent, phone.value)) void askBack(agent.call)
    else if (doubtful && isOverThere(agent, phone.value)) sip.value?.hangUp()
  })

  return {
    phone,
    muted,
    quality: ear.quality,
    blocked: ear.blocked,
    /** A telephone of this tab, registered. */
    here: computed(() => phone.value.link === 'registered'),
    begin,
    end,
    answer,
    hangUp: () => sip.value?.hangUp(),
    key: (key: string) => sip.value?.key(key),
    mute,
    useMicrophone,
    tryMicrophone,
    /** The browser wanted a click before it makes a sound. */
    unblock: ear.play,
    /** A number was clicked: the own telephone, which rings first, is answered by itself. */
    placing: () => (placedAt.value = Date.now()),
  }
})
