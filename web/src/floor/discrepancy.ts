// What a discrepancy is about, and how each side had it, in words; what has no words is shown as it is.
import { useI18n } from 'vue-i18n'

/** `versionOf`: empty where the thing did not exist. */
export function useDiscrepancyText() {
  const { t, te } = useI18n()
  const said = (key: string, plain: string) => (te(key) ? t(key) : plain)
  return {
    kindOf: (what: string) => said(`floor.differences.kinds.${what}`, what),
    versionOf: (version: string) =>
      version ? said(`floor.differences.version.${version}`, version) : t('floor.differences.nothing'),
  }
}
