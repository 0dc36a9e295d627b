// Sound as the telephone plays it: WAV, 8 kHz, one channel, 16 bit.
export const RATE = 8_000
export const LONGEST_SECONDS = 120
const HEADER = 44

/** Several channels as one: their mean. */
export function mono(channels: Float32Array[]): Float32Array {
  const [first] = channels
  if (!first || channels.length === 1) return first ?? new Float32Array(0)
  return first.map((_, at) => channels.reduce((sum, one) => sum + (one[at] ?? 0), 0) / channels.length)
}

/** Samples (−1 to 1) as a WAV file; louder ones are cut. */
export function wav(samples: Float32Array, rate = RATE): ArrayBuffer {
  const file = new ArrayBuffer(HEADER + samples.length * 2)
  const view = new DataView(file)
  const word = (at: number, text: string) => {
    for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index))
  }
  word(0, 'RIFF')
  view.setUint32(4, file.byteLength - 8, true)
  word(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  word(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, at) => view.setInt16(HEADER + at * 2, loud(sample), true))
  return file
}

function loud(sample: number): number {
  return Math.round(Math.min(1, Math.max(-1, sample)) * 32_767)
}

/** What a browser has recorded, as such a file. Throws for what is no sound. */
export async function telephoneSound(recorded: Blob): Promise<{ file: Blob; seconds: number }> {
  const context = new OfflineAudioContext(1, 1, RATE)
  const sound = await context.decodeAudioData(await recorded.arrayBuffer())
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index))
  const samples = mono(channels).slice(0, LONGEST_SECONDS * RATE)
  return { file: new Blob([wav(samples)], { type: 'audio/wav' }), seconds: samples.length / RATE }
}
