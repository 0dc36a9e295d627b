// One's own listen-in as a pure fold: what the live channel tells, and what the service says when asked (§5).
import type { Listening } from '@/api/live'

export type Mode = Listening['mode']

/** In the order of the keys 1, 2, 3. */
export const MODES: readonly Mode[] = ['listen', 'whisper', 'barge']

/** What the service knows when asked; it forgets a listen-in once it has ended. */
export interface Asked {
  id: string
  call: string
  agent: string
  mode: Mode
  state: Listening['state']
}

/** The listen-in to be shown: the live one before what was asked; one that has ended only if nothing goes on. */
export function shown(live: readonly Listening[], asked: readonly Asked[] | null): Listening | null {
  const going = live.find((one) => one.state !== 'ended' && stillThere(one, asked))
  if (going) return going
  const told = new Set(live.map((one) => one.listening))
  const known = asked?.find((one) => !told.has(one.id))
  if (known) return { type: 'listening', listening: known.id, why: '', ...known }
  return live.findLast((one) => one.state === 'ended') ?? null
}

/** `asked` anew after a gap: what the service knows nothing of has ended unseen. */
function stillThere(one: Listening, asked: readonly Asked[] | null): boolean {
  return asked === null || asked.some((known) => known.id === one.listening)
}

/** The way that a key chooses, of those that this person may use; null: none. */
export function modeOfKey(key: string, may: (mode: Mode) => boolean): Mode | null {
  const mode = MODES[Number(key) - 1]
  return mode && may(mode) ? mode : null
}

const WHY: Record<string, string> = {
  'ended by the listener': 'by_me',
  'the call is over': 'call_over',
  'the listener hung up': 'hung_up',
  "the listener's telephone did not answer": 'no_answer',
  'the right to listen has ended': 'no_right',
  "the next agent's conversations are not the listener's to hear": 'not_mine',
}

/** Key of the words for why it ended. */
export function whyKey(why: string): string {
  return WHY[why] ?? 'unknown'
}
