import { expect, test } from 'vitest'
import { deedOf, isForTelephone, isTyping, leavesField, SHORTCUTS } from './shortcuts'

const pressed = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
})

test.each([
  ['a function key', pressed('F2'), false, 'answer'],
  ['a function key in a field', pressed('F2'), true, 'answer'],
  ['a letter', pressed('r'), false, 'ready'],
  ['a letter with the shift lock on', pressed('R'), false, 'ready'],
  ['a letter in a field', pressed('r'), true, null],
  ['a question mark in a field', pressed('?'), true, null],
  ['the browser’s own', pressed('r', { ctrlKey: true }), false, null],
  ['a key that is held down', pressed('F4', { repeat: true }), false, null],
  ['a letter of a Chinese word under way', pressed('r', { isComposing: true }), false, null],
  ['any other key', pressed('F5'), false, null],
])('%s', (_, event, typing, deed) => {
  expect(deedOf(event, typing)).toBe(deed)
})

test('nothing is taken that browsers use: help, find, reload, address, caret, menu, full screen, tools', () => {
  for (const key of [
    'F1',
    'F3',
    'F5',
    'F6',
    'F7',
    'F10',
    'F11',
    'F12',
    '/',
    "'",
    ' ',
    'Escape',
    'Tab',
    'Enter',
  ])
    expect(SHORTCUTS.has(key)).toBe(false)
})

test('typing is where text goes', () => {
  document.body.innerHTML =
    '<input id="a"><textarea id="b"></textarea><div role="menu"><b id="c"></b></div><button id="d"></button>' +
    '<input type="radio" id="e">'
  const typing = ['a', 'b', 'c', 'd', 'e'].map((id) => isTyping(document.getElementById(id)))
  expect([...typing, isTyping(null)]).toEqual([true, true, true, false, false, false])
})

test('function keys are the telephone’s, the rest the desk’s', () => {
  for (const [key, deed] of SHORTCUTS) expect(isForTelephone(deed)).toBe(/^F\d/.test(key))
})

test.each([
  ['a field', '<input id="x">', pressed('Escape'), true],
  ['a list to choose from', '<ul id="x" role="listbox"></ul>', pressed('Escape'), true],
  [
    'a choice that is closed',
    '<input id="x" role="combobox" aria-expanded="false">',
    pressed('Escape'),
    true,
  ],
  ['an open choice', '<input id="x" role="combobox" aria-expanded="true">', pressed('Escape'), false],
  ['a field in a dialog', '<div role="dialog"><input id="x"></div>', pressed('Escape'), false],
  ['a menu', '<ul role="menu"><li id="x"></li></ul>', pressed('Escape'), false],
  ['a button', '<button id="x"></button>', pressed('Escape'), false],
  ['a Chinese word under way', '<input id="x">', pressed('Escape', { isComposing: true }), false],
  ['the browser’s own', '<input id="x">', pressed('Escape', { ctrlKey: true }), false],
  ['another key', '<input id="x">', pressed('Enter'), false],
])('Escape leaves: %s', (_, markup, event, left) => {
  document.body.innerHTML = markup
  expect(leavesField(event, document.getElementById('x'))).toBe(left)
})
