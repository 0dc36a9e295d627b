// A queue as the form has it, and what is sent of it.
import type { components } from '@/api/schema'
import { hoursForm, hoursOf, type HoursForm } from './week'

export type QueueShown = components['schemas']['QueueSettingsShown']
export type QueueSettings = components['schemas']['QueueSettings']
export type QueueForm = Omit<QueueSettings, 'hours' | 'overflow_to' | 'key_accounts_to'> & {
  hours: HoursForm
  overflow_to: string
  key_accounts_to: string
}

export function queueForm(settings: QueueSettings): QueueForm {
  return {
    ...structuredClone(settings),
    hours: hoursForm(settings.hours),
    overflow_to: settings.overflow_to ?? '',
    key_accounts_to: settings.key_accounts_to ?? '',
  }
}

export function settingsOf(form: QueueForm): QueueSettings {
  return {
    ...form,
    title: form.title.trim(),
    duty_number: form.duty_number.trim(),
    hours: hoursOf(form.hours),
    overflow_to: form.overflow_to || null,
    key_accounts_to: form.key_accounts_to || null,
  }
}

/** How a queue begins that somebody adds. */
export const NEW_QUEUE: QueueSettings = {
  title: '',
  strategy: 'skill_first',
  weight: 0,
  priority: 0,
  max_waiting: 200,
  hours: { week: null, site_holidays: true, holidays: [], special_days: {} },
  duty_number: '',
  announce_place: false,
  announce_wait: false,
  announce_every: 60,
  overflow_to: null,
  overflow_after: 120,
  key_accounts_to: null,
  service_level_seconds: 20,
  pop: { url: '', webhook: '', instead: false },
}
