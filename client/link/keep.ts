/** What this phone keeps of its visits, in IndexedDB: how each opens and what it showed, the draft, the report that waits to be sent. */
import type { Answer, Input } from '../../domain/contract/contract.ts'
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { Trouble } from '../refused.ts'
import type { Draft } from '../state/draft.ts'

export interface KeptVisit {
  readonly visitId: string
  /** Of the link, so that the list of visits can lead back to it. */
  readonly token: string
  readonly language: VisitLinkContext['language']
  readonly expiresAt: number
  readonly session: string
  /** With the client in it; this record is dropped when the visit is closed. */
  readonly shown: Answer<'visit.show'>
}
/** All that stays of a visit whose report is in: nothing of the client. */
export interface KeptEnd {
  readonly visitId: string
  readonly language: VisitLinkContext['language']
  /** Milliseconds since 1970. */
  readonly deliveredAt: number
  /** The visit did not take place and is to be made then; null or missing: it is over. */
  readonly again?: number | null
}
export interface KeptDraft {
  readonly visitId: string
  readonly draft: Draft
  /** How often it was changed, this time included; missing: before this was counted. */
  readonly changes?: number
  /** The same in words, for handing over when it cannot be sent any more. */
  readonly text: string
}
/** As it will be sent, and small for the page. Buffers, since not every phone keeps what a file is. */
export interface KeptPhoto {
  readonly id: string
  readonly visitId: string
  readonly bytes: ArrayBuffer
  readonly thumb: ArrayBuffer
}
export interface Waiting {
  readonly visitId: string
  readonly report: Input<'visit.submit'>
  /** When the report itself was in; null: it is not. Its photos follow it. */
  readonly arrivedAt: number | null
  /** Photos that are in. */
  readonly sent: readonly string[]
  readonly attempts: number
  /** Milliseconds since 1970; null: not tried yet. */
  readonly triedAt: number | null
  readonly dueAt: number
  /** Why it is not sent again by itself. */
  readonly stopped: Trouble | null
}

interface Stores {
  readonly visits: KeptVisit
  readonly ends: KeptEnd
  readonly drafts: KeptDraft
  readonly waiting: Waiting
  readonly photos: KeptPhoto
}
type StoreName = keyof Stores
const keyPaths: Readonly<Record<StoreName, string>> = { visits: 'visitId', ends: 'visitId', drafts: 'visitId', waiting: 'visitId', photos: 'id' }
const names = Object.keys(keyPaths) as StoreName[]

export type Change = { [S in StoreName]: { readonly put: S; readonly value: Stores[S] } }[StoreName] | { readonly drop: Exclude<StoreName, 'photos'>; readonly visitId: string } | { readonly drop: 'photos'; readonly id: string }

export interface Keep {
  /** Whether it outlives the page. */
  readonly lasting: boolean
  get<S extends StoreName>(store: S, key: string): Promise<Stores[S] | null>
  /** Ids of the visit's photos; the photos themselves are read one by one. */
  photosOf(visitId: string): Promise<string[]>
  all<S extends StoreName>(store: S): Promise<Stores[S][]>
  /** All of the changes are kept or none is; resolves when they are on the disk. */
  change(changes: readonly Change[]): Promise<void>
}

/** A browser that stores nothing (a private window of some) gets the page's memory, and the page says so. */
export async function openKeep(): Promise<Keep> {
  try {
    return keepIn(await openDatabase())
  } catch {
    return keepInMemory()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('fairlead-visits', 2)
    // A later version adds to what is here and never takes a draft away.
    request.onupgradeneeded = () => {
      for (const name of names.filter((one) => !request.result.objectStoreNames.contains(one))) {
        const store = request.result.createObjectStore(name, { keyPath: keyPaths[name] })
        if (name === 'photos') store.createIndex('visitId', 'visitId')
      }
    }
    request.onsuccess = () => {
      // A newer page must not wait for this one, which begins anew as the newer one; what was typed is kept already.
      request.result.onversionchange = () => {
        request.result.close()
        if ('document' in globalThis) location.reload()
      }
      done(request.result)
    }
    request.onerror = () => failed(request.error)
    request.onblocked = () => failed(new Error('blocked'))
  })
}

const keyOf = (change: Extract<Change, { readonly drop: StoreName }>): string => (change.drop === 'photos' ? change.id : change.visitId)

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

const keepIn = (database: IDBDatabase): Keep => ({
  lasting: true,
  get: async (store, key) => ((await answerOf(database.transaction(store).objectStore(store).get(key))) as never) ?? null,
  photosOf: async (visitId) => (await answerOf(database.transaction('photos').objectStore('photos').index('visitId').getAllKeys(visitId))) as string[],
  all: async (store) => (await answerOf(database.transaction(store).objectStore(store).getAll())) as never,
  change: (changes) =>
    new Promise((done, failed) => {
      const transaction = database.transaction([...names], 'readwrite', { durability: 'strict' })
      for (const change of changes) {
        if ('put' in change) transaction.objectStore(change.put).put(change.value)
        else transaction.objectStore(change.drop).delete(keyOf(change))
      }
      // At once: a page that is closed in this moment would take with it what is not committed yet.
      transaction.commit()
      transaction.oncomplete = () => done()
      transaction.onabort = () => failed(transaction.error)
    }),
})

function keepInMemory(): Keep {
  const stores = new Map(names.map((name) => [name, new Map<string, unknown>()]))
  return {
    lasting: false,
    get: async (store, key) => (stores.get(store)?.get(key) as never) ?? null,
    photosOf: async (visitId) => ([...(stores.get('photos')?.values() ?? [])] as KeptPhoto[]).filter((one) => one.visitId === visitId).map(({ id }) => id),
    all: async (store) => [...(stores.get(store)?.values() ?? [])] as never,
    change: async (changes) => {
      for (const change of changes) {
        if ('put' in change) stores.get(change.put)?.set(String((change.value as unknown as Record<string, unknown>)[keyPaths[change.put]]), change.value)
        else stores.get(change.drop)?.delete(keyOf(change))
      }
    },
  }
}
