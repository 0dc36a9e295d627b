// What a newcomer may try next, by the step that the call is in; numbers are those of the sample data.
import type { Transcript } from './transcript'

export interface Hint {
  /** Key of words below call.hint. */
  says: string
  /** Keys that the hint puts on a button; empty: nothing to press. */
  keys: string
}

const BY_STEP: Record<string, Hint> = {
  hotline_menu: { says: 'menu', keys: '1' },
  other_services: { says: 'other_services', keys: '2' },
  line_number_confirm: { says: 'confirm', keys: '1' },
  line_test: { says: 'line_test', keys: '' },
  line_test_busy: { says: 'line_test', keys: '' },
  contact_number: { says: 'contact', keys: '#' },
  contact_number_confirm: { says: 'confirm', keys: '1' },
  symptom: { says: 'symptom', keys: '#' },
  symptom_class: { says: 'symptom_class', keys: '1' },
  details_confirm: { says: 'confirm', keys: '1' },
  wants_message: { says: 'message', keys: '2' },
  technician_message: { says: 'speak', keys: '#' },
  message_confirm: { says: 'confirm', keys: '1' },
  ask_agent: { says: 'ask_agent', keys: '2' },
  what_else: { says: 'what_else', keys: '2' },
}

/** Steps with a recording: a key before it has begun would end the sentence that leads to it. */
const SPOKEN = new Set(['symptom', 'technician_message'])

/** What to try now; null: nothing to say. `samples`: made-up lines that are in the books. */
export function hintOf(call: Transcript, samples: readonly string[]): Hint | null {
  if (['waiting', 'offered'].includes(call.stage)) return { says: 'waiting', keys: '' }
  if (call.stage && !['arrived', 'automatic'].includes(call.stage)) return null
  if (call.clause === 'H15') return { says: 'nobody', keys: '' }
  if (call.awaits !== 'speech' && SPOKEN.has(call.step)) return { says: 'listen', keys: '' }
  if (call.step === 'line_number') {
    const sample = samples[0]
    return sample ? { says: 'line_number', keys: `${sample}#` } : { says: 'own_number', keys: '' }
  }
  return BY_STEP[call.step] ?? null
}
