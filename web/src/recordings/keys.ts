// The player by keyboard; in fields and on buttons the keys are theirs.

export type Order = 'toggle' | 'back' | 'on' | 'far_back' | 'far_on' | 'slower' | 'faster' | 'mark' | 'begin'

const ORDERS: Readonly<Record<string, Order>> = {
  ' ': 'toggle',
  k: 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'on',
  j: 'far_back',
  l: 'far_on',
  '[': 'slower',
  ']': 'faster',
  m: 'mark',
  Home: 'begin',
}
const TYPED_INTO = 'input, textarea, select, [contenteditable], [role="slider"], [role="combobox"]'
const PRESSED = 'button, a, [role="button"], [role="switch"], [role="checkbox"]'

/** What a key asks the player for; null: it is for something else. */
export function orderOf(event: KeyboardEvent): Order | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return null
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(`${TYPED_INTO}, [role="dialog"]`)) return null
  if (event.key === ' ' && target?.closest(PRESSED)) return null
  return ORDERS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null
}
