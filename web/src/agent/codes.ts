// Codes of the desk and the floor in people's words; one that has none yet is shown as it is.

type Words = (key: string) => string
type Known = (key: string) => boolean

/** Groups whose words another page has: what is one thing has one name. */
const ELSEWHERE: Record<string, string> = { symptom: 'reports.symptom', outcome: 'conversation.outcome' }

/** A code's words from its group (`agent.code.<group>` unless they stand elsewhere); nothing for no code. */
export function codeText(group: string, code: string, t: Words, te: Known): string {
  const key = `${ELSEWHERE[group] ?? `agent.code.${group}`}.${code.replace(/\W+/g, '_')}`
  return code && te(key) ? t(key) : code
}
