import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, useLanguage } from './i18n'
import { router } from './router'
import './ui/theme.css'

await useLanguage().begin()
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
