import { expect, test } from 'vitest'
import { onSignedOut, signedIn, unwrap } from './client'

const NO = () => ({ response: new Response(null, { status: 401 }) })

test('a late no to what the last session asked does not end the next one', async () => {
  let left = 0
  const forget = onSignedOut(() => (left += 1))
  let answers: (no: ReturnType<typeof NO>) => void = () => {}
  const late = unwrap(new Promise<ReturnType<typeof NO>>((done) => (answers = done)))
  signedIn()
  answers(NO())
  await expect(late).rejects.toMatchObject({ status: 401 })
  expect(left).toBe(0)
  await expect(unwrap(Promise.resolve(NO()))).rejects.toMatchObject({ status: 401 })
  expect(left).toBe(1)
  forget()
})
