import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useLater } from './later'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function asked(first: string | null, answers: (string | null | Error)[]) {
  const scope = effectScope()
  const ask = async () => {
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return { number: answer ?? null }
  }
  const number = scope.run(() => useLater(first, ask))
  return { scope, number }
}

test('a number that is there is not asked for', async () => {
  const answers = ['2611220002']
  const { number } = asked('2611220001', answers)
  await vi.advanceTimersByTimeAsync(30_000)
  expect([number?.value, answers.length]).toEqual(['2611220001', 1])
})

test('one that comes later is asked for until it is there, whatever goes wrong meanwhile', async () => {
  const answers = [null, new Error('away'), null, '2611220001', 'never asked']
  const { number } = asked(null, answers)
  await vi.advanceTimersByTimeAsync(30_000)
  expect([number?.value, answers]).toEqual(['2611220001', ['never asked']])
})

test('nobody asks any more once the page is gone', async () => {
  const answers = [null, '2611220001']
  const { scope, number } = asked(null, answers)
  scope.stop()
  await vi.advanceTimersByTimeAsync(30_000)
  expect([number?.value, answers.length]).toEqual([null, 2])
})
