// The focus goes to the first field of what was opened by a key, as soon as it is there.

const FIELDS = 'input:not([type="hidden"], [type="file"]), textarea, select, [role="listbox"][tabindex="0"]'
/** How long a part of the page may take to come; later the focus stays where it is. Milliseconds. */
const PATIENCE_MS = 3_000

/**
 * Where the work on `root` begins: its first field that is still to be filled in, so that a digit too many changes no
 * number that stands there; else the first one. Of radio buttons it is the chosen one. Null: there is none.
 */
export function firstField(root: ParentNode): HTMLElement | null {
  const all = [...root.querySelectorAll<HTMLElement>(FIELDS)].filter((one) => isOpen(one, root))
  return all.find((one) => !isFilled(one)) ?? all[0] ?? null
}

function isOpen(field: HTMLElement, root: ParentNode): boolean {
  if (field.matches(':disabled, [readonly]:not([role="combobox"])')) return false
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio' || field.checked) return true
  const group = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')]
  return !group.some((one) => one.name === field.name && one.checked)
}

function isFilled(field: HTMLElement): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== ''
  return field instanceof HTMLInputElement && field.type !== 'radio' && field.value !== ''
}

/** Focus the first field of what `find` gives, now or when it comes, unless the focus has moved meanwhile. */
export function focusFirst(find: () => ParentNode | null): void {
  const before = document.activeElement
  const tried = () => {
    if (document.activeElement !== before) return true
    const root = find()
    const field = root?.querySelector('[aria-busy="true"]') ? null : root && firstField(root)
    field?.focus()
    return Boolean(field)
  }
  if (tried()) return
  const watching = new MutationObserver(() => tried() && watching.disconnect())
  watching.observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-busy'] })
  setTimeout(() => watching.disconnect(), PATIENCE_MS)
}
