import { beforeEach, expect, test } from 'vitest'
import { useDraft } from './draft'

const empty = () => ({ note: '', line: '' })

beforeEach(() => localStorage.clear())

test('what was typed is there after a reload', () => {
  useDraft('call-1', empty).draft.value.note = 'no dial tone'
  expect(useDraft('call-1', empty).draft.value).toEqual({ note: 'no dial tone', line: '' })
})

test('another call has another draft', () => {
  useDraft('call-1', empty).draft.value.note = 'no dial tone'
  expect(useDraft('call-2', empty).draft.value.note).toBe('')
})

test('a draft that the service has is forgotten, and typing goes on being kept', () => {
  const { draft, forget } = useDraft('call-1', empty)
  draft.value.note = 'stored'
  forget()
  expect(draft.value.note).toBe('')
  expect(useDraft('call-1', empty).draft.value.note).toBe('')
  draft.value.note = 'more'
  expect(useDraft('call-1', empty).draft.value.note).toBe('more')
})

test('what cannot be read counts as nothing', () => {
  localStorage.setItem('faultline.draft.call-1', '{broken')
  expect(useDraft('call-1', empty).draft.value).toEqual(empty())
})
