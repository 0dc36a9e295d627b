import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, useLanguage } from './i18n'
import { router } from './router'
import './ui/theme.css'

// The router sets out for the first page while the words are on their way; without them nothing is shown.
const app = createApp(App).use(createPinia()).use(i18n).use(router)
void useLanguage()
  .begin()
  .then(() => app.mount('#app'))
