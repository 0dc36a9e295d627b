import { afterEach, expect, test } from 'vitest'
import { orderOf } from './keys'

afterEach(() => document.body.replaceChildren())

function pressed(key: string, markup = '<p></p>', more: KeyboardEventInit = {}) {
  const template = document.createElement('template')
  template.innerHTML = markup
  document.body.append(template.content)
  let found: ReturnType<typeof orderOf> = null
  const note = (event: KeyboardEvent) => (found = orderOf(event))
  document.addEventListener('keydown', note, { once: true })
  const target = document.body.querySelector('.here') ?? document.body.firstElementChild
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  return found
}

test.each([
  ['space plays', ' ', undefined, 'toggle'],
  ['five seconds back', 'ArrowLeft', undefined, 'back'],
  ['capital letters too', 'M', undefined, 'mark'],
  ['a field keeps its keys', 'm', '<textarea></textarea>', null],
  ['a slider keeps its arrows', 'ArrowLeft', '<div role="slider"></div>', null],
  ['a button keeps space', ' ', '<button></button>', null],
  ['but nothing else', 'ArrowRight', '<button></button>', 'on'],
  ['a dialog keeps all', 'k', '<div role="dialog"><p class="here"></p></div>', null],
  ['other keys are not ours', 'q', undefined, null],
])('%s', (_, key, markup, expected) => {
  expect(pressed(key, markup)).toBe(expected)
})

test('with Ctrl it is the browser’s', () => {
  expect(pressed('l', undefined, { ctrlKey: true })).toBeNull()
})
