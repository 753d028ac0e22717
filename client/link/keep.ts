/** What this phone keeps of its visits, in IndexedDB: how each opens and what it showed, the draft, the report that waits to be sent. */
import type { Answer, Input, VisitLinkContext } from '../../domain/contract.ts'
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
}
export interface KeptDraft {
  readonly visitId: string
  readonly draft: Draft
  /** The same in words, for handing over when it cannot be sent any more. */
  readonly text: string
}
export interface Waiting {
  readonly visitId: string
  readonly report: Input<'visit.submit'>
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
}
type StoreName = keyof Stores
const names: readonly StoreName[] = ['visits', 'ends', 'drafts', 'waiting']

export type Change = { [S in StoreName]: { readonly put: S; readonly value: Stores[S] } }[StoreName] | { readonly drop: StoreName; readonly visitId: string }

export interface Keep {
  /** Whether it outlives the page. */
  readonly lasting: boolean
  get<S extends StoreName>(store: S, visitId: string): Promise<Stores[S] | null>
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
    const request = indexedDB.open('fairlead-visits', 1)
    // A later version adds to what is here and never takes a draft away.
    request.onupgradeneeded = () => names.forEach((name) => request.result.createObjectStore(name, { keyPath: 'visitId' }))
    request.onsuccess = () => {
      // A newer page must not wait for this one.
      request.result.onversionchange = () => request.result.close()
      done(request.result)
    }
    request.onerror = () => failed(request.error)
    request.onblocked = () => failed(new Error('blocked'))
  })
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

const keepIn = (database: IDBDatabase): Keep => ({
  lasting: true,
  get: async (store, visitId) => ((await answerOf(database.transaction(store).objectStore(store).get(visitId))) as never) ?? null,
  all: async (store) => (await answerOf(database.transaction(store).objectStore(store).getAll())) as never,
  change: (changes) =>
    new Promise((done, failed) => {
      const transaction = database.transaction([...names], 'readwrite', { durability: 'strict' })
      for (const change of changes) {
        if ('put' in change) transaction.objectStore(change.put).put(change.value)
        else transaction.objectStore(change.drop).delete(change.visitId)
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
    get: async (store, visitId) => (stores.get(store)?.get(visitId) as never) ?? null,
    all: async (store) => [...(stores.get(store)?.values() ?? [])] as never,
    change: async (changes) => {
      for (const change of changes) {
        if ('put' in change) stores.get(change.put)?.set(change.value.visitId, change.value)
        else stores.get(change.drop)?.delete(change.visitId)
      }
    },
  }
}
