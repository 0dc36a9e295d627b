// One form on its way to the service: what is wrong with which field, and whether somebody was faster (409).
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem } from '@/api/client'
import { problemText } from '@/ui/problems'
import { errorsBelow, fieldErrors } from './field_errors'

/** `save` gives true when the service has it; `errorOf` says what is wrong with a field. */
export function useSaving() {
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)
  const errors = computed(() => fieldErrors(problem.value))
  const conflict = computed(() => problem.value instanceof ApiProblem && problem.value.status === 409)
  const text = computed(() => (problem.value ? problemText(problem.value) : ''))

  async function save(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    try {
      await work()
      problem.value = null
      return true
    } catch (trouble) {
      problem.value = trouble
      return false
    } finally {
      busy.value = false
    }
  }

  const errorOf = (path: string) => errorsBelow(errors.value, path)
  const clear = () => (problem.value = null)
  return { busy, problem, conflict, text, save, errorOf, clear }
}
