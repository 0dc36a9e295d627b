// Leaves each file of the built desktop, in the folder that is named, beside itself compressed: the service sends what the
// browser takes (RFC 9110, 12.5.3).
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const PACKED = new Set(['.js', '.css', '.html', '.svg'])
/** Bytes: a smaller one is not worth it. */
const WORTH_PACKING = 1_000

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !PACKED.has(extname(entry.name))) continue
  const file = join(entry.parentPath, entry.name)
  const content = readFileSync(file)
  if (content.length <= WORTH_PACKING) continue
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  const whole = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: whole }))
}
