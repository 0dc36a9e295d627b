// One question before something that is not easily undone.
import 'element-plus/es/components/message-box/style/css'
import { ElMessageBox } from 'element-plus/es/components/message-box/index.mjs'
import { i18n } from '@/i18n'

/** True when the person says yes. */
export async function asked(question: string): Promise<boolean> {
  const { t } = i18n.global
  try {
    await ElMessageBox.confirm(question, t('admin.sure'), {
      confirmButtonText: t('admin.do_it'),
      cancelButtonText: t('ui.cancel'),
      type: 'warning',
    })
    return true
  } catch {
    return false
  }
}
