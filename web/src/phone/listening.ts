// What the ear gets: the other side's voice on the chosen loudspeaker, and how good the connection is, looked at now and then.
import { ref, watch } from 'vue'
import { useDevices } from './devices'
import { lookOf, qualityOf, UNKNOWN, type Look, type Quality } from './quality'

const LOOK_MS = 2_000

type Speaker = HTMLAudioElement & { setSinkId?: (device: string) => Promise<void> }

/** One ear of the page. `blocked`: the browser wants a click before it makes a sound. */
export function useEar() {
  const { chosen } = useDevices()
  const speaker: Speaker = new Audio()
  speaker.autoplay = true
  const quality = ref<Quality>(UNKNOWN)
  const blocked = ref(false)
  let before: Look | null = null
  let looking: ReturnType<typeof setInterval> | undefined

  watch(
    chosen,
    ({ speaker: device, volume }) => {
      speaker.volume = volume
      void speaker.setSinkId?.(device).catch(() => {})
    },
    { deep: true, immediate: true },
  )

  function hear(stream: MediaStream): void {
    speaker.srcObject = stream
    void play()
  }

  async function play(): Promise<void> {
    try {
      await speaker.play()
      blocked.value = false
    } catch (thrown) {
      blocked.value = thrown instanceof DOMException && thrown.name === 'NotAllowedError'
    }
  }

  function follow(connection: () => RTCPeerConnection | null): void {
    clearInterval(looking)
    looking = setInterval(() => void lookAt(connection()), LOOK_MS)
  }

  async function lookAt(connection: RTCPeerConnection | null): Promise<void> {
    const now = connection && lookOf((await connection.getStats()).values())
    if (!now) return
    quality.value = qualityOf(before, now)
    before = now
  }

  function rest(): void {
    clearInterval(looking)
    before = null
    quality.value = UNKNOWN
    blocked.value = false
    speaker.srcObject = null
  }

  return { quality, blocked, hear, play, follow, rest }
}
