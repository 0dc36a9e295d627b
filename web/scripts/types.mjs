// Types of the API and of the live channel, from the descriptions in the folder that is named: openapi.json, live.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'json-schema-to-typescript'
import openapi, { astToString } from 'openapi-typescript'

const folder = process.argv[2]
const target = new URL('../src/api/', import.meta.url)
const head = '// Made from the service’s own description by `make web-types`.\n'
const fromDesktop = new Set(['Hello'])

mkdirSync(target, { recursive: true })
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const write = (name, text) => writeFileSync(new URL(name, target), head + text)

write('schema.d.ts', astToString(await openapi(read('openapi.json'))))

const live = read('live.json')
for (const [name, definition] of Object.entries(live.$defs)) {
  // The service leaves no field out; a desktop may leave out what has a default.
  if (definition.properties && !fromDesktop.has(name))
    definition.required = Object.keys(definition.properties)
}
delete live.title
write(
  'live.d.ts',
  await compile(live, 'LiveProtocol', { additionalProperties: false, bannerComment: '', format: false }),
)
