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

/** The same in the reader's language; what has no name there, such as a queue, is called as it is. */
export function fieldName(one: FieldProblem): string {
  const { t, te } = i18n.global
  const named = (part: string) => (te(`api.place.${part}`) ? t(`api.place.${part}`) : part)
  const told = (part: string) =>
    /^\d+$/.test(part) ? t('api.place_row', { row: Number(part) + 1 }) : named(part)
  return fieldPath(one).split('.').map(told).join(' · ')
}

/** What is wrong with one field. */
export const fieldText = (one: FieldProblem) => coded('field', one.code, one.params, one.what)
