import { expect, test } from 'vitest'
import { keyTyped } from './keys'

test.each([
  ['a digit', { key: '7' }, '7'],
  ['the end of what is entered', { key: '#', shiftKey: true }, '#'],
  ['no key of a telephone', { key: 'a' }, null],
  ['two keys at once', { key: '12' }, null],
  ['a shortcut of the browser', { key: '1', ctrlKey: true }, null],
  ['a shortcut of the desktop', { key: '1', altKey: true }, null],
  ['a shortcut on a Mac', { key: '1', metaKey: true }, null],
])('%s', (_, typed, key) => {
  expect(keyTyped(new KeyboardEvent('keydown', typed))).toBe(key)
})
