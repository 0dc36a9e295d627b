// Reasons of a pause that the floor gives by itself, in people's words (R12, R15).

type Words = (key: string) => string
type Known = (key: string) => boolean

/** Such a reason in the reader's language; nothing for one that a person chose or wrote. */
export function floorReason(reason: string, t: Words, te: Known): string | undefined {
  const key = `agent.pause.${reason.replace(/\W+/g, '_')}`
  return reason && te(key) ? t(key) : undefined
}
