// Types of the API and of the live channel, and the codes of its errors, from the descriptions in the folder that is named: openapi.json, live.json.
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

const document = read('openapi.json')
write('schema.d.ts', astToString(await openapi(document)))

const codesOf = (schema, field) =>
  document.components.schemas[schema].properties[field].anyOf.find((one) => one.enum).enum
const codes = {
  refusal: codesOf('Problem', 'code'),
  field: codesOf('FieldError', 'code'),
  row: codesOf('BadRowShown', 'code'),
  file: codesOf('ImportShown', 'reason_code'),
}
/** Names of everything that a request's body may hold. */
function fieldsOf(schema, seen = new Set()) {
  const name = schema.$ref?.split('/').at(-1)
  if (name) return seen.has(name) ? [] : fieldsOf(document.components.schemas[name], new Set([...seen, name]))
  const inner = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const own = Object.entries(schema.properties ?? {})
  return [
    ...own.flatMap(([field, one]) => [field, ...fieldsOf(one, seen)]),
    ...inner.filter((one) => typeof one === 'object').flatMap((one) => fieldsOf(one, seen)),
  ]
}
const bodies = Object.values(document.paths)
  .flatMap((path) => Object.values(path))
  .flatMap((deed) => Object.values(deed.requestBody?.content ?? {}))
const fields = [...new Set(bodies.flatMap((body) => fieldsOf(body.schema ?? {})))].toSorted()
write(
  'codes.ts',
  `export const FIELDS: string[] = ${JSON.stringify(fields, null, 2)}\nexport const CODES: Record<${Object.keys(
    codes,
  )
    .map((name) => `'${name}'`)
    .join(' | ')}, string[]> = ${JSON.stringify(codes, null, 2)}\n`,
)

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
