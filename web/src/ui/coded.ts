// What the service says by a code, in the reader's language (words: src/api).
import type { FieldProblem, Params } from '@/api/client'
import { i18n } from '@/i18n'

/** A code in the reader's language; one without words is told as the service said it. */
export function coded(
  group: 'refusal' | 'field' | 'row' | 'file',
  code: string | null | undefined,
  params: Params | null | undefined,
  english: string,
): string {
  const { t, te } = i18n.global
  const key = `api.${group}.${code}`
  return code && te(key) ? t(key, params ?? {}) : english
}

/** Where the field stands in what was sent: `hours.week.mon.0`. */
export const fieldPath = (one: FieldProblem) => one.where.replace(/^(body|query|path)\./, '')

/** What is wrong with one field. */
export const fieldText = (one: FieldProblem) => coded('field', one.code, one.params, one.what)
