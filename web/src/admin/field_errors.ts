// Which field of a form a refused request complains about.
import { ApiProblem } from '@/api/client'
import { fieldPath, fieldText } from '@/ui/coded'

/** The fields that a problem names, by their path without the part of the request: `hours.week.mon.0`. */
export function fieldErrors(problem: unknown): Record<string, string> {
  if (!(problem instanceof ApiProblem)) return {}
  return Object.fromEntries(problem.errors.map((one) => [fieldPath(one), fieldText(one)]))
}

/** The errors of a field and of what lies in it, the beginning of the path left out. */
export function errorsBelow(errors: Record<string, string>, path: string): string {
  const found = Object.entries(errors).filter(([where]) => where === path || where.startsWith(`${path}.`))
  return [...new Set(found.map(([, what]) => what))].join('; ')
}
