// What was said and keyed in one call, as a list of turns; a pure fold of the moments that the service tells.
import type { components } from '@/api/schema'

export type Moment = components['schemas']['Told']['told']
type Of<Kind extends Moment['kind']> = Extract<Moment, { kind: Kind }>
export type Part = components['schemas']['Part']

export type Turn =
  | { by: 'hotline'; at: number; clause: string; language: 'zh' | 'en'; parts: Part[] }
  | { by: 'caller'; at: number; keys: string; hash: boolean }
  | { by: 'silence'; at: number }
  | { by: 'voice'; at: number; seconds: number }
  | { by: 'place'; at: number; stage: string; queue: string; place: number; agent: string }
  | { by: 'books'; at: number; report: string; repeated: boolean }

/** A call as it stands. */
export interface Transcript {
  turns: Turn[]
  clause: string
  step: string
  awaits: Of<'said'>['awaits']
  stage: string
  left: Of<'over'> | null
}

export const empty = (): Transcript => ({
  turns: [],
  clause: '',
  step: '',
  awaits: 'nothing',
  stage: '',
  left: null,
})

/** Stages that are worth a line of their own: the others are told by what is said. */
const SHOWN = new Set(['waiting', 'offered', 'talking', 'held', 'kept', 'voicemail', 'parachute'])

/** The transcript with one moment more. */
export function told(so_far: Transcript, moment: Moment): Transcript {
  switch (moment.kind) {
    case 'said':
      return said(so_far, moment)
    case 'keyed':
      return keyed(so_far, moment)
    case 'recorded':
      return turned(so_far, { by: 'voice', at: moment.at, seconds: moment.seconds })
    case 'stored':
      return booked(so_far, moment)
    case 'moved':
      return moved(so_far, moment)
    case 'over':
      return { ...so_far, left: moment, awaits: 'nothing' }
    case 'went':
      return so_far
  }
}

function turned(so_far: Transcript, turn: Turn): Transcript {
  return { ...so_far, turns: [...so_far.turns, turn] }
}

function said(so_far: Transcript, moment: Of<'said'>): Transcript {
  const clause = moment.clause || so_far.clause
  const now = { ...so_far, clause, step: moment.step ?? '', awaits: moment.awaits ?? 'nothing' }
  return byClause(moment.parts, clause).reduce<Transcript>(
    (call, group) => turned(call, { by: 'hotline', at: moment.at, language: moment.language, ...group }),
    now,
  )
}

/** Prompts that complete a sentence of any clause: the test's verdict, the kind of fault. */
const INSERT = /^(verdict|class)_/

/** What is said in one breath, clause by clause; a number or a recording belongs to the prompt before it. */
function byClause(parts: readonly Part[], clause: string): { clause: string; parts: Part[] }[] {
  const groups: { clause: string; parts: Part[] }[] = []
  for (const part of parts) {
    const last = groups.at(-1)
    if (last && (!part.clause || part.clause === last.clause || INSERT.test(part.prompt ?? '')))
      last.parts.push(part)
    else groups.push({ clause: part.clause || clause, parts: [part] })
  }
  return groups
}

function keyed(so_far: Transcript, moment: Of<'keyed'>): Transcript {
  const now: Transcript = { ...so_far, awaits: 'nothing' }
  if (!moment.keys && moment.ended === 'silence') return turned(now, { by: 'silence', at: moment.at })
  return turned(now, { by: 'caller', at: moment.at, keys: moment.keys, hash: moment.ended === 'end' })
}

function booked(so_far: Transcript, moment: Of<'stored'>): Transcript {
  const known = so_far.turns.some((turn) => turn.by === 'books' && turn.report === moment.report)
  return known
    ? so_far
    : turned(so_far, {
        by: 'books',
        at: moment.at,
        report: moment.report,
        repeated: moment.repeated ?? false,
      })
}

function moved(so_far: Transcript, moment: Of<'moved'>): Transcript {
  if (!SHOWN.has(moment.stage)) return { ...so_far, stage: moment.stage }
  const now: Transcript = { ...so_far, stage: moment.stage, step: '', clause: '', awaits: 'nothing' }
  const { at, stage, queue = '', place = 0, agent = '' } = moment
  return turned(now, { by: 'place', at, stage, queue, place, agent })
}
