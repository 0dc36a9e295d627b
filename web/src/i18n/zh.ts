import library from 'element-plus/es/locale/lang/zh-cn'
import { gathered } from '.'

export const words = gathered(
  import.meta.glob<object>('../*/words.zh.ts', { eager: true, import: 'default' }),
)
export { library }
