// All tests share one document: each finds it empty.
import { beforeEach, vi } from 'vitest'

beforeEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
})
