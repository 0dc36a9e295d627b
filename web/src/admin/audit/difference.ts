// What an act changed, field by field.
export interface Line {
  field: string
  before: string | null
  after: string | null
}

type Fields = Record<string, unknown> | null | undefined

/** Fields that differ, in order; null: it was not there. */
export function difference(before: Fields, after: Fields): Line[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .map((field) => ({ field, before: shown(before, field), after: shown(after, field) }))
    .filter((line) => line.before !== line.after)
    .toSorted((one, other) => one.field.localeCompare(other.field))
}

function shown(fields: Fields, name: string): string | null {
  const value = fields?.[name]
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
