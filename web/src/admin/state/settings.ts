// The settings as the service says them, in the reader's language.

/** What the service says for values that are no words of the site's own. */
const PLAIN = new Map([
  ['not set', 'not_set'],
  ['none', 'nothing'],
  ['True', 'on'],
  ['False', 'off'],
])

/** The words' key for a value; empty: the value is shown as it is. */
export function plainValue(value: string): string {
  const word = PLAIN.get(value)
  return word ? `admin.settings.plain.${word}` : ''
}
