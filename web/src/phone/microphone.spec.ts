import { expect, test } from 'vitest'
import { wanted, whyNoMicrophone } from './microphone'

test.each([
  [new DOMException('', 'NotAllowedError'), true, 'refused'],
  [new DOMException('', 'NotFoundError'), true, 'missing'],
  [new DOMException('', 'NotReadableError'), true, 'taken'],
  [new DOMException('', 'SomethingNew'), true, 'unknown'],
  ['a text', true, 'unknown'],
  [new DOMException('', 'SecurityError'), false, 'insecure'],
])('%s, secure %s: %s', (thrown, secure, why) => {
  expect(whyNoMicrophone(thrown, secure)).toBe(why)
})

test('a chosen microphone is preferred, not demanded: it may be unplugged', () => {
  expect(wanted('abc').audio).toMatchObject({ deviceId: { ideal: 'abc' } })
  expect(wanted('').audio).not.toHaveProperty('deviceId')
})
