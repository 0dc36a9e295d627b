// Which microphone, loudspeaker and ringing device a person has chosen, remembered in this browser.
import { useLocalStorage } from '@vueuse/core'
import { ref } from 'vue'

export interface Choice {
  /** Device ids; empty: the browser's own choice. */
  microphone: string
  speaker: string
  ringer: string
  /** 0 to 1. */
  volume: number
  ringVolume: number
}

export const DEFAULT: Choice = { microphone: '', speaker: '', ringer: '', volume: 1, ringVolume: 0.6 }

/** A kept choice with every value in its range, whatever stood in the browser's store. */
export function sound(kept: unknown): Choice {
  const found = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
  const text = (name: keyof Choice) => (typeof found[name] === 'string' ? (found[name] as string) : '')
  const share = (name: 'volume' | 'ringVolume') => {
    const value = found[name]
    return typeof value === 'number' && value >= 0 && value <= 1 ? value : DEFAULT[name]
  }
  return {
    microphone: text('microphone'),
    speaker: text('speaker'),
    ringer: text('ringer'),
    volume: share('volume'),
    ringVolume: share('ringVolume'),
  }
}

const chosen = useLocalStorage<Choice>('faultline.sound', DEFAULT, {
  serializer: {
    read: (text) => {
      try {
        return sound(JSON.parse(text))
      } catch {
        return DEFAULT
      }
    },
    write: (value) => JSON.stringify(value),
  },
})
const known = ref<MediaDeviceInfo[]>([])

async function look(): Promise<void> {
  known.value = (await navigator.mediaDevices?.enumerateDevices()) ?? []
}

/** The choice, and the devices that there are; browsers name them once a microphone was allowed. */
export function useDevices() {
  return { chosen, known, look }
}
