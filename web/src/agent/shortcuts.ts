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

const TYPED_INTO =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [role="combobox"], [role="listbox"], [role="menu"]'

/** Whether letters belong to what has the focus. Radio buttons and ticks know arrows and the space bar alone. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest(TYPED_INTO) !== null
}

/** Function keys are a telephone's, on every page; letters and digits are the desk's. */
export function isForTelephone(deed: Deed): boolean {
  return ['answer', 'hang_up', 'hold', 'mute'].includes(deed)
}

type Left = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>

/** Whether this Escape leaves the field with the focus: what is open (list, menu, dialog) is closed by it first. */
export function leavesField(event: Left, focused: Element | null): focused is HTMLElement {
  if (event.key !== 'Escape' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing)
    return false
  if (!(focused instanceof HTMLElement) || !isTyping(focused)) return false
  return !focused.closest('[aria-expanded="true"], [role="menu"], [role="dialog"]')
}
