// Which calls the telephone answers by itself: one that this page placed, and one that a reload has interrupted (R15).

/** A page that was loaded anew is expected to have its caller back within so many milliseconds. */
export const BACK_WITHIN = 30_000
/** One's own telephone rings so long at most after a number was clicked. */
export const PLACED_WITHIN = 20_000

export interface Remembered {
  /** The call that this browser talked with, or that it has asked the floor to bring back. */
  call: string
  /** Milliseconds since 1970: when that was last true. */
  at: number
}

export interface Expecting {
  talkedWith: Remembered | null
  /** When a number was clicked here last; milliseconds since 1970. */
  placedAt: number | null
}

/** Whether a call that rings is answered without being asked. `call`: its id; empty: it has none. */
export function answersByItself(call: string, expecting: Expecting, now: number): boolean {
  if (call) return expecting.talkedWith?.call === call && within(expecting.talkedWith.at, now, BACK_WITHIN)
  return expecting.placedAt !== null && within(expecting.placedAt, now, PLACED_WITHIN)
}

/** Whether the floor has us in a conversation that this telephone knows nothing of: the page was loaded anew. */
export function hasLostCall(
  agent: { state: string; call: string },
  telephone: { link: string; talk: string },
): boolean {
  const inCall = agent.state === 'talking' || agent.state === 'on_hold'
  return inCall && agent.call !== '' && telephone.link === 'registered' && telephone.talk === 'idle'
}

/** Whether the floor has us in no conversation while this telephone still talks: the end went unheard. */
export function isOverThere(
  agent: { state: string; call: string },
  telephone: { link: string; talk: string; call: string },
): boolean {
  const talks = telephone.link === 'registered' && telephone.talk === 'talking' && telephone.call !== ''
  return talks && agent.call === '' && ['wrap_up', 'ready', 'paused', 'signed_out'].includes(agent.state)
}

/** The remembered call as text for sessionStorage, and back; null for anything else. */
export function recalled(text: string | null): Remembered | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null')
    if (typeof read !== 'object' || read === null) return null
    const { call, at } = read as Record<string, unknown>
    return typeof call === 'string' && call !== '' && typeof at === 'number' ? { call, at } : null
  } catch {
    return null
  }
}

function within(then: number, now: number, span: number): boolean {
  return now - then >= 0 && now - then <= span
}
