// What the service says when it can't do something to the floor, in the reader's language.
import { ApiProblem } from '@/api/client'
import { i18n } from '@/i18n'
import { tried } from '@/ui/problems'
import { whyNot } from './why_not'

/** Do something; trouble is told in words. True when it is done. */
export function triedOnFloor(work: () => Promise<unknown>): Promise<boolean> {
  return tried(() => work().catch(inWords))
}

function inWords(problem: unknown): never {
  const key = problem instanceof ApiProblem ? whyNot(problem.detail) : ''
  if (!(problem instanceof ApiProblem) || !key) throw problem
  const { status, title, errors, retryAfter } = problem
  throw new ApiProblem(status, title, i18n.global.t(`floor.why_not.${key}`), errors, retryAfter)
}
