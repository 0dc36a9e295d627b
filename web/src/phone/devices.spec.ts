import { expect, test } from 'vitest'
import { DEFAULT, sound } from './devices'

test.each([null, 3, 'text', [], {}, { volume: 7, ringVolume: -1, microphone: 5 }, { volume: '1' }])(
  '%o gives the default',
  (kept) => {
    expect(sound(kept)).toEqual(DEFAULT)
  },
)

test('a choice is kept as it was', () => {
  const choice = { microphone: 'a', speaker: 'b', ringer: 'c', volume: 0, ringVolume: 0.25 }
  expect(sound({ ...choice, more: 1 })).toEqual(choice)
})
