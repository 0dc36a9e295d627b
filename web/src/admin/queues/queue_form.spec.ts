import { expect, test } from 'vitest'
import { NEW_QUEUE, queueForm, settingsOf } from './queue_form'

test('a queue comes back from the form as it went in', () => {
  const queue = {
    ...NEW_QUEUE,
    title: 'Night',
    overflow_to: 'senior',
    pop: { url: 'https://crm.example/', webhook: '', instead: true },
  }
  expect(settingsOf(queueForm(queue))).toEqual(queue)
})

test('what is emptied is none', () => {
  const form = { ...queueForm({ ...NEW_QUEUE, overflow_to: 'senior' }), overflow_to: '', title: ' Night ' }
  expect(settingsOf(form)).toEqual({ ...NEW_QUEUE, title: 'Night' })
})
