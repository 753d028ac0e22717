/** `npm run reseal`, with the application's environment: after SEAL_KEY was replaced, seals everything with the new one and says whether the old one can go; the app may run. */
import { readConfig } from '../../server/config.ts'
import { sealFor } from '../../server/seal.ts'
import { renewSecrets } from '../../server/secrets.ts'
import { openDatabase } from '../../server/store/open.ts'
import { reseal, sealedOtherwise } from '../../server/store/reseal.ts'
import { createStore } from '../../server/store/store.ts'
import { finish } from './place.ts'

await finish('Usage: npm run reseal', 0, async () => {
  const config = readConfig(process.env)
  const seal = sealFor(config.sealKeys, 'store')
  const opened = await openDatabase(config)
  const store = createStore(opened, seal)
  try {
    await renewSecrets(store, config.drawPeriodMs, Date.now())
    const count = await reseal(opened.db, seal)
    const left = await sealedOtherwise(opened.db, seal)
    if (left > 0) throw new Error(`Sealed ${count} texts anew, and ${left} have come meanwhile under another key: a process still runs with another SEAL_KEY. Replace it and run this again.`)
    return `Sealed ${count} texts anew; nothing is left under another key. SEAL_KEYS_OLD can be dropped when the app has run with the new key for an hour.`
  } finally {
    await store.close()
  }
})
