// Keys that work the desktop. Function keys work everywhere; letters never while something is being typed.

export type Deed =
  | 'answer'
  | 'hang_up'
  | 'hold'
  | 'mute'
  | 'ready'
  | 'pause'
  | 'transfer'
  | 'keypad'
  | 'dial'
  | 'recording'
  | 'tab_1'
  | 'tab_2'
  | 'tab_3'
  | 'tab_4'
  | 'help'

/** Key as KeyboardEvent.key names it → what it does; in the order of the help sheet. Browsers leave all of them alone. */
export const SHORTCUTS: ReadonlyMap<string, Deed> = new Map([
  ['F2', 'answer'],
  ['F4', 'hang_up'],
  ['F8', 'hold'],
  ['F9', 'mute'],
  ['r', 'ready'],
  ['p', 'pause'],
  ['t', 'transfer'],
  ['k', 'keypad'],
  ['d', 'dial'],
  ['c', 'recording'],
  ['1', 'tab_1'],
  ['2', 'tab_2'],
  ['3', 'tab_3'],
  ['4', 'tab_4'],
  ['?', 'help'],
])

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'isComposing'>

/** What a key asks for. `typing`: the focus is where text is entered, or where letters choose. */
export function deedOf(event: Pressed, typing: boolean): Deed | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return null
  const functionKey = /^F\d+$/.test(event.key)
  if (typing && !functionKey) return null
  return SHORTCUTS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key) ?? null
}

/** Whether letters belong to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="combobox"], [role="listbox"], [role="menu"]') !== null
  )
}
