import library from 'element-plus/es/locale/lang/en'
import { gathered } from '.'

export const words = gathered(
  import.meta.glob<object>('../*/words.en.ts', { eager: true, import: 'default' }),
)
export { library }
