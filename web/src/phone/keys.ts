// The twelve keys of a telephone, in their places.
export const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

/** The telephone's key that was typed on the keyboard; null: none of them, or part of a shortcut. */
export function keyTyped(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  return KEYS.find((key) => key === event.key) ?? null
}
