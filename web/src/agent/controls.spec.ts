import { expect, test } from 'vitest'
import type { AgentView, CallView } from '@/api/live'
import { AT_REST, type Phone } from '@/phone/stage'
import { controlsOf, type Controls } from './controls'

const agent = (state: AgentView['state'], more: Partial<AgentView> = {}) =>
  ({ extension: '8001', state, reachable: true, call: '', ...more }) as AgentView
const call = (stage: CallView['stage'], transfer = '', agent = '8001') =>
  ({ call: 'a', stage, transfer, agent }) as CallView
const phone = (talk: Phone['talk']): Phone => ({ ...AT_REST, link: 'registered', talk })
const can = (controls: Controls) =>
  Object.entries(controls)
    .filter(([, possible]) => possible)
    .map(([name]) => name)
    .toSorted()
    .join(' ')

test.each([
  ['signed out', agent('signed_out'), null, phone('idle'), 'signIn'],
  ['paused', agent('paused'), null, phone('idle'), 'dial ready signOut'],
  ['ready', agent('ready'), null, phone('idle'), 'dial pause signOut'],
  [
    'without a telephone nobody dials',
    agent('paused', { reachable: false }),
    null,
    phone('idle'),
    'ready signOut',
  ],
  ['ringing', agent('ringing'), call('offered'), phone('ringing'), 'answer hangUp pause signOut'],
  [
    'talking',
    agent('talking'),
    call('talking'),
    phone('talking'),
    'hangUp hold keys mute pause recording signOut transfer',
  ],
  [
    'talking on a desk telephone',
    agent('talking'),
    call('talking'),
    phone('idle'),
    'hangUp hold keys mute pause recording signOut transfer',
  ],
  [
    'on hold',
    agent('on_hold'),
    call('held'),
    phone('talking'),
    'hangUp keys mute pause recording resume signOut transfer',
  ],
  [
    'asking a colleague (F2.8)',
    agent('on_hold'),
    call('held', 't'),
    phone('talking'),
    'asking hangUp keys mute pause recording signOut',
  ],
  [
    'asked by a colleague',
    agent('talking'),
    call('held', 't', '8002'),
    phone('talking'),
    'hangUp keys mute pause signOut',
  ],
  [
    'talking along with a colleague',
    agent('talking'),
    call('talking', '', '8002'),
    phone('talking'),
    'hangUp keys mute pause signOut',
  ],
  ['wrapping up', agent('wrap_up'), null, phone('idle'), 'dial pause ready signOut'],
])('%s', (_, who, what, telephone, possible) => {
  expect(can(controlsOf(who, what, telephone, true, true))).toBe(possible)
})

test('while the service is away the telephone alone is steered (R3)', () => {
  expect(can(controlsOf(agent('talking'), call('talking'), phone('talking'), false, true))).toBe(
    'hangUp keys mute',
  )
})

test('who may not dial is not offered it', () => {
  expect(controlsOf(agent('ready'), null, phone('idle'), true, false).dial).toBe(false)
})
