import { expect, test } from 'vitest'
import { ApiProblem } from '@/api/client'
import { errorsBelow, fieldErrors } from './field_errors'

const problem = new ApiProblem(422, 'Unprocessable Content', '', [
  { where: 'body.settings.hours.week.mon.0', what: 'no span' },
  { where: 'body.login', what: 'too short' },
])

test('each field is told what is wrong with it, and with what lies in it', () => {
  const errors = fieldErrors(problem)
  expect(errorsBelow(errors, 'login')).toBe('too short')
  expect(errorsBelow(errors, 'settings.hours')).toBe('no span')
  expect(errorsBelow(errors, 'log')).toBe('')
  expect(fieldErrors(new Error('x'))).toEqual({})
})
