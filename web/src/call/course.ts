// The course of one call from this page: where it is, and what may be done; a pure table of cues.

/** Why a call could not be placed, or ended otherwise than by hanging up; keys of words. */
export type Trouble =
  'service_away' | 'asterisk_away' | 'not_here' | 'too_many' | 'busy' | 'refused' | 'no_sound_way' | 'lost'

export type Course =
  | { at: 'idle' }
  | { at: 'calling'; number: string }
  | { at: 'talking'; number: string; since: number }
  | { at: 'over'; number: string; by: 'us' | 'them'; trouble: Trouble | null }

export type Cue =
  | { is: 'dials'; number: string }
  | { is: 'answered'; now: number }
  | { is: 'fails'; trouble: Trouble }
  | { is: 'ends'; by: 'us' | 'them' }

/** What a cue makes of the course; one that does not fit changes nothing. */
export function next(course: Course, cue: Cue): Course {
  const under = course.at === 'calling' || course.at === 'talking' ? course : null
  switch (cue.is) {
    case 'dials':
      return under ?? { at: 'calling', number: cue.number }
    case 'answered':
      return course.at === 'calling' ? { at: 'talking', number: course.number, since: cue.now } : course
    case 'fails':
      return under ? { at: 'over', number: under.number, by: 'them', trouble: cue.trouble } : course
    case 'ends':
      return under ? { at: 'over', number: under.number, by: cue.by, trouble: null } : course
  }
}

/** Why Asterisk did not take the call, from SIP's status; JsSIP's own words for the rest. */
export function troubleOf(status: number, cause: string): Trouble {
  if (status === 486 || status === 600) return 'busy'
  if (status >= 400 && status < 700) return 'refused'
  if (cause === 'Connection Error' || cause === 'Request Timeout') return 'asterisk_away'
  return cause === 'WebRTC Error' || cause === 'Bad Media Description' ? 'no_sound_way' : 'lost'
}

/** The same for what the service answered when a pass was asked for. */
export function refusalOf(status: number): Trouble {
  return status === 404 || status === 403 ? 'not_here' : status === 429 ? 'too_many' : 'service_away'
}
