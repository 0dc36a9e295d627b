// Caller and agent apart: the left channel is the caller, the right one the agent; both are heard in both ears.
import { loudness } from './balance'

export interface Sides {
  /** -1 the caller alone, 1 the agent alone. */
  balance: (at: number) => void
  wake: () => Promise<void>
  close: () => void
}

/** Put between a player and the ears; once a player, after somebody has pressed something. */
export function partSides(audio: HTMLMediaElement): Sides {
  const context = new AudioContext()
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 })
  const [caller, agent] = [new GainNode(context), new GainNode(context)]
  const together = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' })
  new MediaElementAudioSourceNode(context, { mediaElement: audio }).connect(splitter)
  splitter.connect(caller, 0).connect(together)
  splitter.connect(agent, 1).connect(together)
  together.connect(context.destination)
  return {
    balance(at) {
      const loud = loudness(at)
      caller.gain.value = loud.caller
      agent.gain.value = loud.agent
    },
    async wake() {
      if (context.state === 'suspended') await context.resume()
    },
    close: () => void context.close(),
  }
}
