/** Who acts: remembered in the browser; the seed's administrator is person 1. */
import { ref, watch } from 'vue'
import { recall, remember } from './memory.ts'

export const administratorId = 1
export const actingId = ref(Number(recall('acting')) || administratorId)
watch(actingId, (id) => remember('acting', String(id)))
