// Recordings that belong to a pop: the caller's and those of the line that it is about, each once, the newest first.
export interface Recorded {
  id: number
  started_at: string
}

export function newestOf<T extends Recorded>(found: readonly (readonly T[])[], most: number): T[] {
  const each = new Map(found.flat().map((one) => [one.id, one]))
  return [...each.values()]
    .toSorted((one, other) => Date.parse(other.started_at) - Date.parse(one.started_at) || other.id - one.id)
    .slice(0, most)
}
