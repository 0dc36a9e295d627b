// Words as a list, for what is said of all of them at once.

/** Every text by its key. */
export function flat(words: object, before = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'object'
        ? [...flat(value as object, `${before}${key}.`)]
        : [[`${before}${key}`, String(value)] as [string, string]],
    ),
  )
}
