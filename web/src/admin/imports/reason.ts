// What is wrong with a row, taken apart so that it can be said in the reader's language.
export interface Reason {
  /** Key below admin.imports.reason; none: the text itself is shown. */
  key: string | null
  values: Record<string, string>
}

const FORMS: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^\w+: expected (\d+) to (\d+) digits, found '(.*)'$/, 'digits', ['least', 'most', 'found']],
  [/^\w+: expected yes or no, found '(.*)'$/, 'flag', ['found']],
  [/^\w+: expected (\d+) characters at most, found '(.*)'$/, 'length', ['most', 'found']],
  [/^\w+: expected no control characters, found '(.*)'$/, 'control', ['found']],
  [/^\w+: expected an ISO 8601 time, found '(.*)'$/, 'time', ['found']],
  [/^\w+: expected a time after starts, found '(.*)'$/, 'order', ['found']],
  [/^\w+: empty$/, 'empty', []],
  [/^[\w ]+: the same as in line (\d+)$/, 'repeated', ['line']],
  [/^expected (\d+) cells, found (\d+)$/, 'cells', ['wanted', 'found']],
]

/** The form that a reason has. */
export function reasonOf(text: string): Reason {
  for (const [form, key, names] of FORMS) {
    const found = form.exec(text)
    if (found)
      return { key, values: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) }
  }
  return { key: null, values: {} }
}
