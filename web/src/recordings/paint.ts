// Paints the picture of a recording. Colours come from the page's style sheet, so that there is one place for them.
import { clockText } from '@/ui/durations'
import type { Stretch } from './silence'
import { bars, rulerMoments } from './wave'

export interface Picture {
  seconds: number
  at: number
  caller: readonly number[]
  agent: readonly number[]
  silences: readonly Stretch[]
  /** Nothing was recorded on purpose. */
  pauses: readonly Stretch[]
  /** Another agent went on. */
  handovers: readonly number[]
  marks: readonly number[]
  /** The moment under the pointer. */
  pointed: number | null
}

const RULER = 18
const PIN = 5

export interface Size {
  width: number
  height: number
}

export function paint(canvas: HTMLCanvasElement, size: Size, picture: Picture): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const sharp = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(size.width * sharp), Math.round(size.height * sharp)]
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
  context.setTransform(sharp, 0, 0, sharp, 0, 0)
  context.clearRect(0, 0, size.width, size.height)
  const styles = getComputedStyle(canvas)
  const brush: Brush = {
    context,
    size,
    lanes: size.height - RULER,
    x: (seconds) => (seconds / picture.seconds) * size.width,
    colour: (name) => styles.getPropertyValue(name).trim() || '#888',
  }
  stretches(brush, picture.silences, '--rec-silence')
  stretches(brush, picture.pauses, '--rec-pause')
  lane(brush, picture.caller, 0, '--rec-caller', picture.at)
  lane(brush, picture.agent, 1, '--rec-agent', picture.at)
  lines(brush, picture)
  ruler(brush, picture.seconds)
}

interface Brush {
  context: CanvasRenderingContext2D
  size: Size
  lanes: number
  x: (seconds: number) => number
  colour: (name: string) => string
}

function stretches({ context, lanes, x, colour }: Brush, found: readonly Stretch[], name: string): void {
  context.fillStyle = colour(name)
  for (const [from = 0, to = 0] of found) context.fillRect(x(from), 0, Math.max(1, x(to) - x(from)), lanes)
}

function lane(brush: Brush, peaks: readonly number[], row: number, name: string, at: number): void {
  const { context, size, lanes, x, colour } = brush
  const half = lanes / 4
  const middle = half * (1 + 2 * row)
  const [heard, ahead] = [colour(name), colour(`${name}-ahead`)]
  const here = x(at)
  for (const bar of bars(peaks, size.width)) {
    context.fillStyle = bar.x < here ? heard : ahead
    const high = Math.max(1, bar.high * (half - 4))
    context.fillRect(bar.x, middle - high, bar.width, 2 * high)
  }
  context.fillStyle = colour('--rec-axis')
  context.fillRect(0, middle, size.width, 0.5)
}

function lines({ context, lanes, x, colour }: Brush, picture: Picture): void {
  const line = (seconds: number, name: string, wide: number) => {
    context.fillStyle = colour(name)
    context.fillRect(x(seconds) - wide / 2, 0, wide, lanes)
  }
  for (const one of picture.handovers) line(one, '--rec-handover', 1)
  for (const one of picture.marks) {
    line(one, '--rec-mark', 1.5)
    context.beginPath()
    context.moveTo(x(one) - PIN, 0)
    context.lineTo(x(one) + PIN, 0)
    context.lineTo(x(one), PIN * 1.6)
    context.fill()
  }
  if (picture.pointed !== null) line(picture.pointed, '--rec-pointed', 1)
  line(picture.at, '--rec-here', 2)
}

function ruler({ context, size, x, colour }: Brush, seconds: number): void {
  context.fillStyle = colour('--rec-ruler')
  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'bottom'
  for (const moment of rulerMoments(seconds, size.width)) {
    context.fillRect(x(moment), size.height - RULER, 1, 4)
    const text = clockText(moment)
    const left = Math.min(x(moment) + 3, size.width - context.measureText(text).width)
    context.fillText(text, left, size.height - 1)
  }
}
