import { expect, test } from 'vitest'
import { hintOf } from './hints'
import { empty } from './transcript'

const SAMPLES = ['55500101', '55500102']

test.each([
  ['line_number', 'automatic', SAMPLES, { says: 'line_number', keys: '55500101#' }],
  ['line_number', 'automatic', [], { says: 'own_number', keys: '' }],
  ['contact_number', 'automatic', SAMPLES, { says: 'contact', keys: '#' }],
  ['symptom', 'automatic', SAMPLES, { says: 'symptom', keys: '#' }],
  ['line_number', 'waiting', SAMPLES, { says: 'waiting', keys: '' }],
  ['line_number', 'talking', SAMPLES, null],
  ['', 'arrived', SAMPLES, null],
])('in step %s, stage %s', (step, stage, samples, hint) => {
  expect(hintOf({ ...empty(), step, stage }, samples)).toEqual(hint)
})
