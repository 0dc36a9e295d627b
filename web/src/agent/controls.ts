// What an agent can do at this moment, from the floor's word and the telephone's: one place for buttons and keys (F2, F2.8).
import type { AgentView, CallView } from '@/api/live'
import type { Phone } from '@/phone/stage'

export interface Controls {
  answer: boolean
  hangUp: boolean
  hold: boolean
  resume: boolean
  mute: boolean
  keys: boolean
  transfer: boolean
  /** Somebody is being asked: hand over, let all three talk, or take the caller back. */
  asking: boolean
  recording: boolean
  dial: boolean
  ready: boolean
  pause: boolean
  signIn: boolean
  signOut: boolean
}

const NOTHING: Controls = {
  answer: false,
  hangUp: false,
  hold: false,
  resume: false,
  mute: false,
  keys: false,
  transfer: false,
  asking: false,
  recording: false,
  dial: false,
  ready: false,
  pause: false,
  signIn: false,
  signOut: false,
}
const FREE = new Set(['paused', 'ready', 'wrap_up'])

/** `connected`: the service hears us; without it only the telephone's own buttons work. */
export function controlsOf(
  agent: AgentView | null,
  call: CallView | null,
  phone: Phone,
  connected: boolean,
  mayDial: boolean,
): Controls {
  const own = {
    ...NOTHING,
    answer: phone.talk === 'ringing',
    hangUp: phone.talk !== 'idle',
    mute: phone.talk === 'talking',
    keys: phone.talk === 'talking',
  }
  if (!connected || !agent) return own
  const mine = call !== null && !isAsked(agent, call)
  const stage = mine ? call.stage : undefined
  const talking = stage === 'talking'
  const asking = mine && call.transfer !== ''
  return {
    ...own,
    hangUp: own.hangUp || talking || stage === 'held',
    hold: talking && !asking,
    resume: stage === 'held' && !asking,
    mute: own.mute || talking,
    keys: own.keys || talking,
    transfer: (talking || stage === 'held') && !asking,
    asking,
    recording: talking || stage === 'held',
    dial: mayDial && FREE.has(agent.state) && agent.reachable,
    ready: agent.state === 'paused' || agent.state === 'wrap_up',
    pause: agent.state !== 'signed_out' && agent.state !== 'paused',
    signIn: agent.state === 'signed_out',
    signOut: agent.state !== 'signed_out',
  }
}

/** Whether a colleague has the call and only asks this agent, or lets them talk along (F2.8). */
export function isAsked(agent: AgentView, call: CallView): boolean {
  return call.agent !== '' && call.agent !== agent.extension
}
