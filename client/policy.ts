/** Tells zod not to compile code: our content policy forbids it. Imported before any schema is made. */
import { z } from 'zod'

z.config({ jitless: true })
