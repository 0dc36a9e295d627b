// The reason of a pause in the reader's language: the site's own list first, then those that the floor gives itself.
import { useI18n } from 'vue-i18n'
import { useCodeList } from '@/ui/code_lists'
import { floorReason } from './reasons'

export function usePauseText() {
  const { t, te } = useI18n()
  const { textOf } = useCodeList('pause_reason')
  return (reason: string): string => floorReason(reason, t, te) ?? textOf(reason) ?? reason
}
