/** The state in a SQLite file: one row a part, written only where it changed, so that a killed portal comes back as it was. */
import Database from 'better-sqlite3'
import type { State } from './state.ts'
import { completeState } from './upgrade.ts'
import type { EarlierState } from './upgrade.ts'

export interface Store {
  load(): State | null
  save(state: State): void
  close(): void
}

export function openStore(path: string): Store {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec('create table if not exists part (name text primary key, body text not null) without rowid')
  const put = database.prepare('insert into part (name, body) values (?, ?) on conflict (name) do update set body = excluded.body')
  const written = new Map<string, string>()
  const save = database.transaction((state: State) => {
    for (const [name, value] of Object.entries(state)) {
      const body = JSON.stringify(value)
      if (written.get(name) === body) continue
      put.run(name, body)
      written.set(name, body)
    }
  })
  return {
    load() {
      const rows = database.prepare<[], { name: string; body: string }>('select name, body from part').all()
      if (rows.length === 0) return null
      for (const { name, body } of rows) written.set(name, body)
      // Written by this same module, at the earliest by the first version of it.
      return completeState(Object.fromEntries(rows.map(({ name, body }) => [name, JSON.parse(body) as unknown])) as unknown as EarlierState)
    },
    save,
    close() {
      database.close()
    },
  }
}
