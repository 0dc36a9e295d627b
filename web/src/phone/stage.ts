// The softphone as one table of cues: how it stands with Asterisk, and what its one call is doing. No browser in here.

/** How the telephone stands with Asterisk. */
export type Link =
  /** Nobody has started it. */
  | 'off'
  /** Another tab of this browser telephones. */
  | 'elsewhere'
  /** Asks the service how to register. */
  | 'asking'
  | 'connecting'
  | 'registered'
  /** The connection is gone; it is tried again by itself. */
  | 'lost'
  /** Asterisk does not take it. */
  | 'refused'
  /** A telephone on the desk: there is nothing to do here. */
  | 'desk'
  /** The person has no telephone. */
  | 'none'

export type Talk = 'idle' | 'ringing' | 'answering' | 'talking'

export interface Phone {
  link: Link
  /** What went wrong last, as a key of words; empty: nothing. */
  trouble: string
  /** Why there was no microphone when it was last wanted, as a key of words; empty: there was. */
  microphone: string
  talk: Talk
  /** The call's id on the floor, from the header X-Faultline-Call; empty: a call without one. */
  call: string
  /** Milliseconds since 1970 of the answer. */
  since: number | null
}

export type Cue =
  | { is: 'link'; link: Link; trouble?: string }
  | { is: 'rings'; call: string }
  | { is: 'answering' }
  /** Empty: there is one. */
  | { is: 'microphone'; why: string }
  | { is: 'talks'; at: number }
  | { is: 'over' }

export const AT_REST: Phone = {
  link: 'off',
  trouble: '',
  microphone: '',
  talk: 'idle',
  call: '',
  since: null,
}

/** What becomes of the telephone. A cue that does not fit changes nothing. */
export function step(phone: Phone, cue: Cue): Phone {
  switch (cue.is) {
    case 'link':
      return { ...phone, link: cue.link, trouble: cue.trouble ?? '' }
    case 'rings':
      return phone.talk === 'idle' ? { ...phone, talk: 'ringing', call: cue.call, since: null } : phone
    case 'answering':
      return phone.talk === 'ringing' ? { ...phone, talk: 'answering' } : phone
    case 'microphone':
      return {
        ...phone,
        microphone: cue.why,
        talk: cue.why && phone.talk === 'answering' ? 'ringing' : phone.talk,
      }
    case 'talks':
      return phone.talk === 'idle' ? phone : { ...phone, talk: 'talking', since: cue.at }
    case 'over':
      return { ...phone, talk: 'idle', call: '', since: null }
  }
}

/** Whether a second call would be one too many. */
export function busy(phone: Phone): boolean {
  return phone.talk !== 'idle'
}
