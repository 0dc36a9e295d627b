// The one way to the API: typed by its own description, trouble as ApiProblem (RFC 9457).
import createClient from 'openapi-fetch'
import type { paths } from './schema'

/** One field that does not fit, by its path in the request. */
export interface FieldProblem {
  where: string
  /** In English, for codes that this desktop does not know. */
  what: string
  code?: string
  params?: Params
}
/** The values in the words of a code. */
export type Params = Record<string, unknown>

/** An answer that is not what was asked for; `status` 0: no answer at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string = '',
    readonly errors: readonly FieldProblem[] = [],
    /** Seconds after which it may be tried again. */
    readonly retryAfter: number | null = null,
    /** Stable name of what happened; empty: there is only the English detail. */
    readonly code = '',
    readonly params: Params = {},
  ) {
    super(detail || title)
    this.name = 'ApiProblem'
  }
}

type SignedOut = () => void
const leavers = new Set<SignedOut>()

/** Be told when the service does not know us any more. */
export function onSignedOut(listener: SignedOut): () => void {
  leavers.add(listener)
  return () => leavers.delete(listener)
}

/** Whose session it is: what an earlier one asked says nothing about this one. */
let visit = 0

/** Somebody has just signed in. */
export function signedIn(): void {
  visit += 1
}

function refused(response: Response, asked: number): void {
  if (response.status === 401 && asked === visit) for (const leave of leavers) leave()
}

/** openapi-fetch's client; every call goes through `unwrap`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer. Throws ApiProblem. */
export async function unwrap<T>(asked: Promise<Answer<T>>): Promise<T> {
  const during = visit
  let answer: Answer<T>
  try {
    answer = await asked
  } catch {
    throw new ApiProblem(0, 'no answer')
  }
  if (answer.response.ok) return answer.data as T
  refused(answer.response, during)
  throw problemOf(answer.response, answer.error)
}

/** For what is not JSON (sound, uploads): fetch with the same errors. */
export async function fetched(path: string, init: RequestInit = {}): Promise<Response> {
  const during = visit
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch {
    throw new ApiProblem(0, 'no answer')
  }
  if (response.ok) return response
  refused(response, during)
  const body: unknown = await response.json().catch(() => null)
  throw problemOf(response, body)
}

function problemOf(response: Response, body: unknown): ApiProblem {
  const document = record(body)
  const retry = Number(response.headers.get('retry-after'))
  return new ApiProblem(
    response.status,
    text(document.title) || response.statusText,
    text(document.detail),
    fieldProblems(document.errors),
    retry > 0 ? retry : null,
    text(document.code),
    record(document.params),
  )
}

function fieldProblems(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return []
  return errors.map((one: Record<string, unknown>) => ({
    where: Array.isArray(one.where) ? one.where.join('.') : '',
    what: text(one.says),
    code: text(one.code),
    params: record(one.params),
  }))
}

function record(value: unknown): Record<string, unknown> {
  return (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
