// The microphone: asked for early, so that no caller waits for a question of the browser; and why there is none.

/** Keys of words: what a person can do about it differs. */
export type NoMicrophone = 'insecure' | 'refused' | 'missing' | 'taken' | 'unknown'

const WHY: Record<string, NoMicrophone> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'taken',
  AbortError: 'taken',
}

/** Why there is no microphone, from what getUserMedia has thrown. */
export function whyNoMicrophone(thrown: unknown, secure: boolean): NoMicrophone {
  if (!secure) return 'insecure'
  return thrown instanceof Error || thrown instanceof DOMException
    ? (WHY[thrown.name] ?? 'unknown')
    : 'unknown'
}

/** What is asked for: one voice, without echo and noise; `device`: the chosen one, empty: the browser's. */
export function wanted(device: string): MediaStreamConstraints {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  return { audio: device ? { ...voice, deviceId: { ideal: device } } : voice, video: false }
}

/** The microphone's sound. Throws what getUserMedia throws. */
export async function opened(device: string): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices)
    throw new DOMException('not secure', 'SecurityError')
  return navigator.mediaDevices.getUserMedia(wanted(device))
}

/** Let go of it, so that the browser shows it as free. */
export function closed(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
