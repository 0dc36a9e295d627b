// The list of an import's bad rows in the reader's language: the service's own says it in English, and by codes.
import { i18n } from '@/i18n'
import type { Params } from '@/api/client'
import { coded } from '@/ui/coded'

/** So that a spreadsheet takes the file for UTF-8. */
const MARK = '\uFEFF'
/** A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection"). */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/** The cells of a CSV file whose cells are all in quotes (RFC 4180). */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, cell = '', after] of text.matchAll(/"((?:[^"]|"")*)"(,|\r?\n|$)/g)) {
    row.push(cell.replaceAll('""', '"'))
    if (after === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

/** The service's list, `listed`, with words of the language in force. */
export function inWords(listed: string): string {
  const { t } = i18n.global
  const head = ['line', 'column', 'says'].map((name) => t(`admin.imports.${name}`))
  const rows = cellsOf(listed)
    .slice(1)
    .map(([line = '', column = '', reason = '', code, params]) => {
      return [line, column, coded('row', code, given(params), reason)]
    })
  return MARK + [head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n'
}

function given(params: string | undefined): Params {
  return params ? (JSON.parse(params) as Params) : {}
}

function quoted(cell: string): string {
  return `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`
}
