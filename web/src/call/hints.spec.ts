import { expect, test } from 'vitest'
import { hintOf } from './hints'
import { empty } from './transcript'

const SAMPLES = ['55500101', '55500102']

test('the key that ends a recording is offered once the recording runs', () => {
  const call = { ...empty(), step: 'symptom', stage: 'automatic', awaits: 'speech' as const }
  expect(hintOf(call, SAMPLES)).toEqual({ says: 'symptom', keys: '#' })
})

test('who finds nobody learns how to become somebody', () => {
  expect(hintOf({ ...empty(), clause: 'H15', stage: 'automatic' }, SAMPLES)?.says).toBe('nobody')
})

test.each([
  ['line_number', 'automatic', SAMPLES, { says: 'line_number', keys: '55500101#' }],
  ['line_number', 'automatic', [], { says: 'own_number', keys: '' }],
  ['contact_number', 'automatic', SAMPLES, { says: 'contact', keys: '#' }],
  ['symptom', 'automatic', SAMPLES, { says: 'listen', keys: '' }],
  ['line_number', 'waiting', SAMPLES, { says: 'waiting', keys: '' }],
  ['line_number', 'talking', SAMPLES, null],
  ['', 'arrived', SAMPLES, null],
])('in step %s, stage %s', (step, stage, samples, hint) => {
  expect(hintOf({ ...empty(), step, stage }, samples)).toEqual(hint)
})
