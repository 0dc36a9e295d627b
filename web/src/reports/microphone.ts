// Recording with the browser's microphone: begun, stopped, and let go of whatever happens.
import { onScopeDispose, ref, shallowRef } from 'vue'
import { LONGEST_SECONDS, telephoneSound } from './wav'

export type Stage = 'idle' | 'recording' | 'working' | 'recorded'

export interface Take {
  file: Blob
  seconds: number
  /** For listening, until the next take. */
  url: string
}

/** One take at a time; `trouble` is the key of what went wrong. */
export function useMicrophone() {
  const stage = ref<Stage>('idle')
  const take = shallowRef<Take | null>(null)
  const trouble = ref<'' | 'no_microphone' | 'empty'>('')
  const since = ref('')
  let recorder: MediaRecorder | null = null
  let limit: ReturnType<typeof setTimeout> | undefined

  async function record(): Promise<void> {
    discard()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      begin(new MediaRecorder(stream))
    } catch {
      trouble.value = 'no_microphone'
    }
  }

  function begin(made: MediaRecorder): void {
    const pieces: Blob[] = []
    recorder = made
    made.addEventListener('dataavailable', (event) => pieces.push(event.data))
    made.addEventListener('stop', () => void keep(new Blob(pieces, { type: made.mimeType })))
    made.start(1_000)
    since.value = new Date().toISOString()
    stage.value = 'recording'
    limit = setTimeout(stop, LONGEST_SECONDS * 1_000)
  }

  function stop(): void {
    clearTimeout(limit)
    if (recorder?.state === 'recording') recorder.stop()
    for (const track of recorder?.stream.getTracks() ?? []) track.stop()
  }

  async function keep(recorded: Blob): Promise<void> {
    if (stage.value !== 'recording') return
    stage.value = 'working'
    try {
      const { file, seconds } = await telephoneSound(recorded)
      take.value = { file, seconds, url: URL.createObjectURL(file) }
      stage.value = 'recorded'
    } catch {
      trouble.value = 'empty'
      stage.value = 'idle'
    }
  }

  /** Forget the take, and whatever is being recorded. */
  function discard(): void {
    stage.value = 'idle'
    trouble.value = ''
    stop()
    if (take.value) URL.revokeObjectURL(take.value.url)
    take.value = null
  }

  onScopeDispose(discard)
  return { stage, take, trouble, since, record, stop, discard }
}
