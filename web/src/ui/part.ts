// Components that come when they are first shown, or as soon as the service answers.
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue'
import { ApiProblem } from '@/api/client'
import { againAfter } from '@/live/again'
import MissingPart from './MissingPart.vue'
import { brought } from './parts'

export function part<T extends Component>(load: AsyncComponentLoader<T>): T {
  return defineAsyncComponent({
    loader: () => brought(load),
    errorComponent: MissingPart,
    onError: (problem, again, fail, tries) => {
      if (problem instanceof ApiProblem) setTimeout(again, againAfter(tries))
      else fail()
    },
  })
}
