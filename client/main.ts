/** Entry of every page: language and theme, then the one page that the server named. */
import './policy.ts'
import './style.css'
import { createApp } from 'vue'
import { readContext } from './context.ts'
import Shell from './Shell.vue'
import { sayToKit, speak } from './state/language.ts'
import { followTheme } from './state/theme.ts'

followTheme(document.documentElement)
const context = readContext(document)
await speak(context?.language ?? (navigator.language.startsWith('ru') ? 'ru' : 'en'))
const app = createApp(Shell, { context })
sayToKit(app)
app.mount('#app')
