// Reasons as they travel, and in people's words: those that an agent chooses, and those that the floor gives (R12, R15).

/** Pauses to choose from. */
export const PAUSES = ['break', 'meal', 'training', 'meeting', 'paperwork'] as const
/** Why a recording is paused. */
export const CONFIDENTIAL = ['identity_number', 'card_number', 'password', 'private_matter'] as const

type Words = (key: string) => string
type Known = (key: string) => boolean

/** The reason of a pause in the reader's language; what is not known is shown as it is. */
export function pauseText(reason: string, t: Words, te: Known): string {
  const key = `agent.pause.${reason.replace(/\W+/g, '_')}`
  return te(key) ? t(key) : reason
}
