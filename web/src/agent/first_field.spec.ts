import { beforeEach, expect, test } from 'vitest'
import { firstField, focusFirst } from './first_field'

beforeEach(() => {
  document.body.innerHTML = ''
})

test.each([
  ['an empty one', '<button></button><input id="x"><input>', 'x'],
  [
    'an empty one behind a number that stands there',
    '<input value="55510107"><textarea id="x"></textarea>',
    'x',
  ],
  ['the first when all are filled in', '<input id="x" value="1"><input value="2">', 'x'],
  [
    'the chosen radio button',
    '<input type="radio" name="a"><input type="radio" name="a" checked id="x">',
    'x',
  ],
  [
    'the first radio button when none is chosen',
    '<input type="radio" name="a" id="x"><input type="radio" name="a">',
    'x',
  ],
  ['a list to choose from', '<ul role="listbox" tabindex="0" id="x"></ul><textarea></textarea>', 'x'],
  ['nothing that is shut', '<input disabled><input readonly><input type="file"><input id="x">', 'x'],
  ['a choice of a library, which types nothing', '<input role="combobox" readonly id="x">', 'x'],
  ['none', '<p>text</p>', undefined],
])('%s', (_, markup, id) => {
  document.body.innerHTML = markup
  expect(firstField(document.body)?.id).toBe(id)
})

test('what comes later is focused when it comes', async () => {
  focusFirst(() => document.querySelector('form'))
  document.body.innerHTML = '<form><input id="late"></form>'
  await expect.poll(() => document.activeElement?.id).toBe('late')
})

test('what is still loading is waited for: its first field may be on the way', async () => {
  document.body.innerHTML = '<form><div aria-busy="true"></div><input></form>'
  focusFirst(() => document.querySelector('form'))
  expect(document.activeElement).toBe(document.body)
  const part = document.querySelector('div')
  part?.append(Object.assign(document.createElement('input'), { id: 'first' }))
  part?.setAttribute('aria-busy', 'false')
  await expect.poll(() => document.activeElement?.id).toBe('first')
})

test('who has gone elsewhere meanwhile is left there', async () => {
  document.body.innerHTML = '<input id="own"><form></form>'
  focusFirst(() => document.querySelector('form'))
  document.getElementById('own')?.focus()
  document.querySelector('form')?.append(document.createElement('input'))
  await Promise.resolve()
  expect(document.activeElement?.id).toBe('own')
})
