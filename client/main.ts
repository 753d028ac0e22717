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
const spoken = navigator.language.slice(0, 2)
const language = context?.language ?? (spoken === 'ru' || spoken === 'pl' ? spoken : 'en')
await speak(language)
document.documentElement.lang = language
const app = createApp(Shell, { context })
sayToKit(app)
app.mount('#app')
