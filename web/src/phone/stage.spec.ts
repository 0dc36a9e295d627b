import { describe, expect, test } from 'vitest'
import { AT_REST, busy, step, type Cue, type Phone } from './stage'

const after = (...cues: Cue[]): Phone => cues.reduce(step, AT_REST)
const registered: Cue = { is: 'link', link: 'registered' }

describe('a call (F2)', () => {
  test('rings, is answered, and is over', () => {
    const rings = after(registered, { is: 'rings', call: 'node1-1.2' })
    expect([rings.talk, rings.call, busy(rings)]).toEqual(['ringing', 'node1-1.2', true])
    const talks = [{ is: 'answering' }, { is: 'talks', at: 5000 }].reduce(
      (phone, cue) => step(phone, cue as Cue),
      rings,
    )
    expect([talks.talk, talks.since]).toEqual(['talking', 5000])
    expect(step(talks, { is: 'over' })).toEqual(after(registered))
  })

  test('a second one changes nothing about the first', () => {
    const talks = after(registered, { is: 'rings', call: 'a' }, { is: 'talks', at: 1 })
    expect(step(talks, { is: 'rings', call: 'b' })).toBe(talks)
  })

  test('without a microphone it rings on, and says why', () => {
    const phone = after({ is: 'rings', call: 'a' }, { is: 'answering' }, { is: 'microphone', why: 'refused' })
    expect([phone.talk, phone.microphone]).toEqual(['ringing', 'refused'])
  })

  test('goes on while the connection is lost and comes back (R12)', () => {
    const talks = after(registered, { is: 'rings', call: 'a' }, { is: 'talks', at: 1 })
    const lost = step(talks, { is: 'link', link: 'lost', trouble: 'network' })
    expect([lost.link, lost.trouble, lost.talk, lost.call]).toEqual(['lost', 'network', 'talking', 'a'])
    expect(step(lost, registered)).toEqual(talks)
  })
})

test.each<Cue>([{ is: 'answering' }, { is: 'talks', at: 1 }, { is: 'over' }])(
  '%o without a call changes nothing',
  (cue) => {
    expect(after(registered, cue)).toEqual(after(registered))
  },
)
