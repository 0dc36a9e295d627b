// One recording being played. The browser asks for the bytes it needs, by ranges, and for none before somebody plays:
// each play is in the audit log.
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { fetched } from '@/api/client'
import { partSides, type Sides } from './sides'
import { pastSilence, type Stretch } from './silence'

export type PlayState = 'rest' | 'loading' | 'playing' | 'failed'
export type Player = ReturnType<typeof usePlayer>

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const

/** `source` is the address of the audio; `seconds` its length; `silences` may come later. */
export function usePlayer(source: string, seconds: () => number, silences: () => readonly Stretch[]) {
  const audio = new Audio()
  audio.preload = 'none'
  audio.src = source
  const state = ref<PlayState>('rest')
  const at = ref(0)
  const speed = ref(1)
  const skips = ref(false)
  const balance = ref(0)
  const problem = shallowRef<unknown>(null)
  let sides: Sides | null = null
  let frame = 0

  audio.addEventListener('playing', () => {
    state.value = 'playing'
    cancelAnimationFrame(frame)
    follow()
  })
  audio.addEventListener('waiting', () => (state.value = 'loading'))
  audio.addEventListener('pause', () => rest())
  audio.addEventListener('ended', () => rest())
  audio.addEventListener('error', () => void fail())
  watch(speed, (value) => (audio.playbackRate = value))
  watch(balance, (value) => sides?.balance(value))
  onScopeDispose(close)

  function follow(): void {
    at.value = audio.currentTime
    const next = skips.value ? pastSilence(at.value, silences()) : null
    if (next !== null) audio.currentTime = next
    frame = requestAnimationFrame(follow)
  }

  function rest(): void {
    cancelAnimationFrame(frame)
    if (state.value === 'failed') return
    at.value = audio.currentTime
    state.value = 'rest'
  }

  async function play(): Promise<void> {
    if (state.value === 'failed') audio.load()
    state.value = 'loading'
    problem.value = null
    try {
      sides ??= partSides(audio)
      sides.balance(balance.value)
      await sides.wake()
      audio.playbackRate = speed.value
      if (audio.ended || at.value >= seconds() - 0.05) at.value = 0
      if (Math.abs(audio.currentTime - at.value) > 0.05) audio.currentTime = at.value
      await audio.play()
    } catch (trouble) {
      // A pause while it loads is no trouble; what is one comes as the event.
      if (trouble instanceof DOMException && trouble.name === 'NotAllowedError') problem.value = trouble
    }
  }

  async function fail(): Promise<void> {
    state.value = 'failed'
    cancelAnimationFrame(frame)
    try {
      await fetched(source, { headers: { range: 'bytes=0-0' } })
      problem.value = new Error('the browser can not play it')
    } catch (trouble) {
      problem.value = trouble
    }
  }

  function toggle(): void {
    if (state.value === 'playing' || state.value === 'loading') audio.pause()
    else void play()
  }

  function seek(to: number): void {
    at.value = Math.min(Math.max(0, to), seconds())
    if (audio.readyState > 0) audio.currentTime = at.value
  }

  function faster(by: 1 | -1): void {
    const now = SPEEDS.findIndex((one) => one === speed.value)
    speed.value = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, now + by))] ?? 1
  }

  function close(): void {
    cancelAnimationFrame(frame)
    audio.pause()
    audio.removeAttribute('src')
    audio.load()
    sides?.close()
  }

  return { state, at, speed, skips, balance, problem, play, toggle, seek, faster, pause: () => audio.pause() }
}
