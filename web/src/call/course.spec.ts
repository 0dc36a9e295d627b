import { describe, expect, test } from 'vitest'
import { next, refusalOf, troubleOf, type Course, type Cue } from './course'

const idle: Course = { at: 'idle' }
const calling: Course = { at: 'calling', number: '112' }
const talking: Course = { at: 'talking', number: '112', since: 7 }

describe('the course of a call', () => {
  const rows: [string, Course, Cue, Course][] = [
    ['dialling', idle, { is: 'dials', number: '112' }, calling],
    [
      'dialling anew after a call',
      { at: 'over', number: '1000', by: 'us', trouble: null },
      { is: 'dials', number: '112' },
      calling,
    ],
    ['one call at a time', talking, { is: 'dials', number: '1000' }, talking],
    ['the answer', calling, { is: 'answered', now: 7 }, talking],
    ['no answer without a call', idle, { is: 'answered', now: 7 }, idle],
    [
      'a refusal',
      calling,
      { is: 'fails', trouble: 'busy' },
      { at: 'over', number: '112', by: 'them', trouble: 'busy' },
    ],
    ['a trouble after the end', idle, { is: 'fails', trouble: 'lost' }, idle],
    ['hanging up', talking, { is: 'ends', by: 'us' }, { at: 'over', number: '112', by: 'us', trouble: null }],
    [
      'the hotline hangs up',
      talking,
      { is: 'ends', by: 'them' },
      { at: 'over', number: '112', by: 'them', trouble: null },
    ],
    ['an end twice', idle, { is: 'ends', by: 'them' }, idle],
  ]
  test.each(rows)('%s', (_, before, cue, after) => expect(next(before, cue)).toEqual(after))
})

describe('why a call failed', () => {
  test.each([
    [486, 'Busy', 'busy'],
    [404, 'Not Found', 'refused'],
    [503, 'Unavailable', 'refused'],
    [0, 'Connection Error', 'asterisk_away'],
    [0, 'Request Timeout', 'asterisk_away'],
    [0, 'WebRTC Error', 'no_sound_way'],
    [0, 'RTP Timeout', 'lost'],
  ])('%i %s is %s', (status, cause, trouble) => expect(troubleOf(status, cause)).toBe(trouble))

  test.each([
    [404, 'not_here'],
    [403, 'not_here'],
    [429, 'too_many'],
    [503, 'service_away'],
    [0, 'service_away'],
  ])('%i is %s', (status, trouble) => expect(refusalOf(status)).toBe(trouble))
})
