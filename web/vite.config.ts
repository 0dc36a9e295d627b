import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'

/**
 * What a page needs comes in few files: each takes in what it imports, unless a file further up has it already. Signing
 * in takes the first two, every page behind it the third as well; the others hold what several pages share.
 */
const FILES = [
  { name: 'frame', test: /\/src\/main\.ts$/ },
  { name: 'sign_in', test: /\/src\/session\/SignInPage\.vue/ },
  {
    name: 'shell',
    test: /\/src\/(shell\/AppShell|phone\/PhoneDock|ui\/(?!Day|FileField)\w+)\.vue|\/components\/(input|radio\w*|tabs|tag)\//,
  },
  { name: 'telephone', test: /\/src\/phone\/wire\.ts|\/node_modules\/jssip\// },
  { name: 'shared', test: /\/src\/[\w/]+\.ts$/, minShareCount: 2 },
  { name: 'desk', test: /\/src\/agent\/DeskPage\.vue/ },
  { name: 'form', test: /\/components\/form\// },
  {
    name: 'elements',
    test: /\/node_modules\/(?!.*(\/(date|time)-picker|dayjs|\/slider|\/input-number))/,
    minShareCount: 4,
  },
  { name: 'days', test: /\/src\/ui\/DayPicker\.vue|\/components\/(date|time)-picker/ },
]

export default defineConfig({
  plugins: [
    vue(),
    components({
      dirs: [],
      resolvers: [ElementPlusResolver({ importStyle: 'css' })],
      dts: 'components.d.ts',
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: true, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    // Everything is a file of its own: the page's policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: FILES.map((file, place) => ({ ...file, priority: FILES.length - place })),
        },
      },
    },
  },
  server: { proxy: { '/api': { target: process.env.FAULTLINE_URL ?? 'http://127.0.0.1:8112', ws: true } } },
  // One document for all: making a new one for each file takes far longer than the tests.
  test: {
    environment: 'jsdom',
    include: ['src/**/*.spec.ts'],
    setupFiles: ['clean_document.ts'],
    pool: 'threads',
    isolate: false,
  },
})
