// A customer's form: what is typed, and what of it travels (H7).
import type { Customer, Pop } from '@/api/live'
import type { components } from '@/api/schema'
import { requestName } from '@/ui/request_name'

type Schemas = components['schemas']

export interface CustomerFields {
  request: string
  name: string
  numbers: string
  address: string
  note: string
  line: string
}

/** What the form begins with: the saved customer, or for an unknown caller empty but for the number. */
export function beginning(pop: Pop, customer: Customer | null, numbers: readonly string[]): CustomerFields {
  return {
    request: requestName(),
    name: customer?.name ?? '',
    numbers: numbers.length ? numbers.join(' ') : pop.caller,
    address: customer?.address ?? '',
    note: customer?.note ?? '',
    line: customer ? customer.line_number : pop.entered.line_number || pop.line.number,
  }
}

/** The numbers in what was typed: apart by anything but digits and what groups them, the first is the main one. */
export function numbersOf(typed: string): string[] {
  const found = typed
    .split(/[,;，；、\n]|\s{1,}/)
    .map((one) => one.replace(/\D/g, ''))
    .filter(Boolean)
  return [...new Set(found)]
}

export type Trouble = 'name' | 'numbers' | 'number_length' | 'line'

/** What keeps the form from being saved; null: nothing. */
export function troubleOf(fields: CustomerFields): Trouble | null {
  const numbers = numbersOf(fields.numbers)
  if (!fields.name.trim()) return 'name'
  if (numbers.length === 0 || numbers.length > 5) return 'numbers'
  if (numbers.some((one) => one.length > 20)) return 'number_length'
  return /^\d{0,20}$/.test(fields.line.trim()) ? null : 'line'
}

/** As the service takes it, but for what says which customer. */
export function saved(fields: CustomerFields): Omit<Schemas['CustomerDraft'], 'request_id'> {
  return {
    name: fields.name.trim(),
    numbers: numbersOf(fields.numbers),
    address: fields.address.trim(),
    note: fields.note.trim(),
    line_number: fields.line.trim() || null,
  }
}
