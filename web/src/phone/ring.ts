// The ring tone, made by the browser itself: the ringing tone of GB/T 3380, 450 Hz, one second on, four seconds off.

const TONE_HZ = 450
const ON_S = 1
const EVERY_MS = 5_000

/** What Chromium and Firefox know beyond the types of today. */
type Speakers = AudioContext & { setSinkId?: (device: string) => Promise<void> }

export class Ring {
  private context: Speakers | null = null
  private timer: ReturnType<typeof setInterval> | undefined

  /**
   * Ring until `stop`; `device`: a loudspeaker, empty: the browser's; `volume` from 0 to 1. `mute` is told when the
   * browser wants a click before it makes a sound.
   */
  start(device: string, volume: number, mute: () => void = () => {}): void {
    if (this.timer) return
    const context: Speakers = new AudioContext()
    this.context = context
    if (device) void context.setSinkId?.(device).catch(() => {})
    const once = () => sound(context, volume)
    once()
    if (context.state === 'suspended') {
      mute()
      addEventListener('pointerdown', () => void context.resume().catch(() => {}), { once: true })
    }
    this.timer = setInterval(once, EVERY_MS)
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
    void this.context?.close()
    this.context = null
  }
}

function sound(context: AudioContext, volume: number): void {
  const gain = context.createGain()
  const now = context.currentTime
  gain.gain.setValueAtTime(0, now)
  gain.gain.linearRampToValueAtTime(0.25 * volume, now + 0.02)
  gain.gain.setValueAtTime(0.25 * volume, now + ON_S - 0.05)
  gain.gain.linearRampToValueAtTime(0, now + ON_S)
  gain.connect(context.destination)
  const tone = context.createOscillator()
  tone.frequency.value = TONE_HZ
  tone.connect(gain)
  tone.start(now)
  tone.stop(now + ON_S)
}
