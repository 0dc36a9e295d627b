import { expect, test } from 'vitest'
import { stageOf, worksDraft, worksForm, type Works } from './works'

const WORKS: Works = {
  id: 1,
  prefix: '5550',
  starts: '2026-11-22T06:00:00Z',
  ends: '2026-11-22T08:00:00Z',
  text_zh: '割接',
  text_en: 'works',
}

test("times are the site's in the form and UTC on the way", () => {
  const form = worksForm(WORKS, 'Asia/Shanghai')
  expect(form.starts).toBe('2026-11-22T14:00:00')
  expect(worksDraft(form, 'Asia/Shanghai')).toEqual({
    prefix: '5550',
    starts: '2026-11-22T06:00:00.000Z',
    ends: '2026-11-22T08:00:00.000Z',
    text_zh: '割接',
    text_en: 'works',
  })
  expect(worksDraft({ ...form, ends: '' }, 'Asia/Shanghai')).toBeNull()
})

test.each([
  ['2026-11-22T05:59:59Z', 'coming'],
  ['2026-11-22T06:00:00Z', 'now'],
  ['2026-11-22T08:00:00Z', 'past'],
])('at %s they are %s', (now, stage) => {
  expect(stageOf(WORKS, new Date(now))).toBe(stage)
})
