// How one moment of a report's history reads: the key of its title, whose it is, and the words beside it.
import type { Tone } from '@/ui/StateTag.vue'
import { toneOfVerdict, type Moment } from './shown'

const KINDS = new Set([
  'taken',
  'confirmed',
  'kept_unconfirmed',
  'repeated',
  'supplemented',
  'message_kept',
  'answer_kept',
  'mended',
  'closed',
  'recording_truncated',
  'visit',
  'line_test',
  'conversation',
  'transfer',
])
const SPOKEN = new Set(['message_kept', 'answer_kept'])

/** One value beside a moment: the key of its words and what goes into them. */
export interface Word {
  key: string
  value: string | number
  /** The value is itself a word of ours below this key. */
  of?: string
}

export const titleOf = (moment: Moment) => (KINDS.has(moment.kind) ? moment.kind : 'other')

/** Whether a newer recording has taken this one's place. */
export const isReplaced = (moment: Moment) => SPOKEN.has(moment.kind) && !moment.sound

export function toneOfMoment(moment: Moment): Tone {
  if (moment.kind === 'line_test') return toneOfVerdict(String(moment.data.verdict ?? 'unknown'))
  if (moment.kind === 'mended' || moment.kind === 'closed') return 'good'
  if (moment.kind === 'kept_unconfirmed' || moment.kind === 'repeated') return 'warn'
  if (moment.kind === 'recording_truncated') return 'danger'
  return moment.person ? 'busy' : 'calm'
}

/** What was made of it, told, reached, in the order in which it is read. */
export function wordsOf(moment: Moment): Word[] {
  const { data } = moment
  const words: (Word | null)[] = [
    word('made', data.handling, 'handling'),
    word('told', data.told, 'progress'),
    word('to', data.target),
    word('reason', data.reason),
    moment.kind === 'visit' ? word('step', data.last_step) : null,
    word('seconds', typeof data.seconds === 'number' ? Math.round(data.seconds) : null),
  ]
  return words.filter((one) => one !== null)
}

function word(key: string, value: unknown, of?: string): Word | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return value === '' ? null : { key, value, of }
}

/** Seconds in a step: to a tenth below ten, where it matters. */
export const secondsText = (seconds: number) =>
  seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds))

/** What somebody wrote: the note, then the answer. */
export function saidIn(moment: Moment): string[] {
  return [moment.data.note, moment.data.answer].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  )
}
