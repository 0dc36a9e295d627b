// Trouble in words that say what to do.
import 'element-plus/es/components/message/style/css'
import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import { ApiProblem } from '@/api/client'
import { i18n } from '@/i18n'
import { coded, fieldName, fieldText } from './coded'
import { PartMissing } from './parts'

/** Codes that say no more than their status does. */
const GENERAL = ['not_found', 'not_signed_in', 'unavailable', 'too_many_tries', 'fields']
const NAMED = [0, 401, 403, 404, 409, 413, 422, 429, 503]

/** What happened, for a person. */
export function problemText(problem: unknown): string {
  const { t } = i18n.global
  if (problem instanceof PartMissing) return t('ui.problem.part')
  if (!(problem instanceof ApiProblem)) return t('ui.problem.unknown')
  const named = NAMED.includes(problem.status) ? t(`ui.problem.${problem.status}`) : t('ui.problem.other')
  const { code, params, detail } = problem
  const said = GENERAL.includes(code) ? '' : coded('refusal', code, params, detail)
  const why = [
    said,
    ...problem.errors.map((one) => t('ui.problem.field', { where: fieldName(one), what: fieldText(one) })),
  ].filter(Boolean)
  const again = problem.retryAfter ? t('ui.problem.again', { seconds: problem.retryAfter }) : ''
  return [
    named,
    why.length && problem.status ? t('ui.problem.why', { why: why.join(t('ui.problem.and')) }) : '',
    again,
  ].join('')
}

/** Tell it in passing; whoever shows it in a page uses LoadState. */
export function tell(problem: unknown): void {
  ElMessage.error({ message: problemText(problem), duration: 8_000, showClose: true, grouping: true })
}

/** Say that something is done. */
export function done(text: string): void {
  ElMessage.success({ message: text, grouping: true })
}

/** Do something; trouble is told. True when it is done. */
export async function tried(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (problem) {
    tell(problem)
    return false
  }
}
