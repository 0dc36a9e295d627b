// Text on its ground can be read by everybody: WCAG 2.2, 1.4.3 (AA), from the theme's own colours.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const THEME = readFileSync('src/ui/theme.css', 'utf8')
const colours = new Map(
  [...THEME.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{3,6});/gi)].map((found) => [found[1], found[2]] as const),
)

function colour(name: string): string {
  const found = name.startsWith('#') ? name : colours.get(name)
  if (!found) throw new Error(`the theme has no ${name}`)
  return found.length === 4 ? found.replaceAll(/[0-9a-f]/gi, '$&$&') : found
}

/** Relative luminance, 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 to 21. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(colour(one)), luminance(colour(other))].toSorted(
    (first, second) => first - second,
  )
  return (lighter + 0.05) / (darker + 0.05)
}

const GROUNDS = ['--fl-panel', '--fl-ground', '--fl-brand-light']
const TEXTS = [
  '--fl-ink',
  '--fl-faint-text',
  '--fl-brand',
  '--fl-danger-text',
  '--el-text-color-primary',
  '--el-text-color-regular',
  '--el-text-color-secondary',
  '--el-text-color-placeholder',
]
const TONES = ['good', 'busy', 'warn', 'danger', 'calm']
const FILLED = ['--el-color-primary', '--el-color-success', '--el-color-danger']

test.each([
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...TONES.map((tone) => [`--fl-${tone}-text`, `--fl-${tone}-ground`] as const),
  ...FILLED.map((ground) => ['#ffffff', ground] as const),
])('%s can be read on %s', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
})

test('black on white is the most there is, and what was too faint is found', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#a8abb2', '#ffffff')).toBeCloseTo(2.3, 1)
})
