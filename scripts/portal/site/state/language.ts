/** The language of the site's own words, and the words in it. */
import { computed, ref, watchEffect } from 'vue'
import { en } from '../locales/en.ts'
import { ru, type Words } from '../locales/ru.ts'
import { recall, remember } from './memory.ts'

export type Language = 'ru' | 'en'
const isLanguage = (value: string | null): value is Language => value === 'ru' || value === 'en'

const remembered = recall('language')
export const language = ref<Language>(isLanguage(remembered) ? remembered : navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en')
export const words = computed<Words>(() => (language.value === 'ru' ? ru : en))

export function speak(next: Language): void {
  language.value = next
  remember('language', next)
}

watchEffect(() => {
  document.documentElement.lang = language.value
  document.title = words.value.strip.label
})
