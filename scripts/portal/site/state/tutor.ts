/** Whether the tutor's card was closed; the start page and a fresh start bring it back. */
import { ref, watch } from 'vue'
import { recall, remember } from './memory.ts'

export const tutorClosed = ref(recall('tutor') === 'closed')
watch(tutorClosed, (closed) => remember('tutor', closed ? 'closed' : 'open'))
