// Codes of the desk and the floor in people's words; one that has none yet is shown as it is.

type Words = (key: string) => string
type Known = (key: string) => boolean

/** A code's words from the group `agent.code.<group>`; nothing for no code. */
export function codeText(group: string, code: string, t: Words, te: Known): string {
  const key = `agent.code.${group}.${code.replace(/\W+/g, '_')}`
  return code && te(key) ? t(key) : code
}
