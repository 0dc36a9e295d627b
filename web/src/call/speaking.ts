// What the caller sends: the microphone, or silence where there is none, so that the page works without one too.
import { opened, whyNoMicrophone, type NoMicrophone } from '@/phone/microphone'

export interface Voice {
  stream: MediaStream
  /** Why it is silence that is sent; null: a microphone. */
  without: NoMicrophone | null
}

/** The caller's voice. Never throws: whoever has no microphone listens and keys. */
export async function voice(context: AudioContext): Promise<Voice> {
  try {
    return { stream: await opened(''), without: null }
  } catch (thrown) {
    return { stream: silence(context), without: whyNoMicrophone(thrown, window.isSecureContext) }
  }
}

/** A track of silence; without sound of some kind Asterisk would take the caller for lost. */
export function silence(context: AudioContext): MediaStream {
  const source = context.createConstantSource()
  source.offset.value = 0
  const out = context.createMediaStreamDestination()
  source.connect(out)
  source.start()
  return out.stream
}
