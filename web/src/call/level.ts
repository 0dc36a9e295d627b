// How loud a stream is right now, so that one sees that it hears and speaks.
import { useRafFn } from '@vueuse/core'
import { readonly, ref, watch, type Ref } from 'vue'

const FLOOR_DB = -60

/** Loudness of samples (-1 to 1) on a meter from 0, silence, to 1, as loud as can be; 60 dB wide. */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / Math.max(1, samples.length))
  if (rms === 0) return 0
  const db = 20 * Math.log10(rms)
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB))
}

/** The level of a stream, anew with each picture; 0 without one. */
export function useLevel(
  stream: Readonly<Ref<MediaStream | null>>,
  context: () => AudioContext,
): Readonly<Ref<number>> {
  const level = ref(0)
  let ear: { source: MediaStreamAudioSourceNode; analyser: AnalyserNode } | null = null
  const samples = new Float32Array(1024)

  function look() {
    if (!ear) return
    ear.analyser.getFloatTimeDomainData(samples)
    level.value = loudness(samples)
  }
  const { pause, resume } = useRafFn(look, { immediate: false })

  watch(stream, (now) => {
    ear?.source.disconnect()
    ear = null
    level.value = 0
    if (!now?.getAudioTracks().length) return pause()
    const analyser = context().createAnalyser()
    analyser.fftSize = samples.length
    const source = context().createMediaStreamSource(now)
    source.connect(analyser)
    ear = { source, analyser }
    resume()
  })
  return readonly(level)
}
