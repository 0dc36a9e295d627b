import { expect, test } from 'vitest'
import { mono, wav } from './wav'

const text = (file: ArrayBuffer, from: number, until: number) =>
  String.fromCharCode(...new Uint8Array(file).slice(from, until))

test('a file that Asterisk plays: its head says what is in it', () => {
  const file = wav(new Float32Array(800))
  const view = new DataView(file)
  expect([text(file, 0, 4), text(file, 8, 16), text(file, 36, 40)]).toEqual(['RIFF', 'WAVEfmt ', 'data'])
  expect(view.getUint32(4, true)).toBe(file.byteLength - 8)
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([
    1, 8_000, 16,
  ])
  expect(view.getUint32(40, true)).toBe(1_600)
})

test('samples keep their sign and are cut where they are too loud', () => {
  const view = new DataView(wav(new Float32Array([0, 0.5, -0.5, 1, 7, -7])))
  const samples = Array.from({ length: 6 }, (_, at) => view.getInt16(44 + at * 2, true))
  expect(samples).toEqual([0, 16_384, -16_383, 32_767, 32_767, -32_767])
})

test('two channels become their mean, one stays, none is silence', () => {
  expect([...mono([new Float32Array([1, 0]), new Float32Array([0, 0.5])])]).toEqual([0.5, 0.25])
  expect([...mono([new Float32Array([0.25])])]).toEqual([0.25])
  expect(mono([])).toHaveLength(0)
})

test('two minutes fit into what the service takes', () => {
  expect(wav(new Float32Array(120 * 8_000)).byteLength).toBeLessThan(2 * 1024 * 1024)
})
