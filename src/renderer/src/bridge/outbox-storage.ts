import { openDB, type DBSchema } from 'idb'

/** Something to send, with the key by which the other side knows it again. */
export interface OutboxEntry<T> {
  readonly key: string
  readonly content: T
}

/** Keeps entries over reloads and crashes, in the order in which they were added. */
export interface OutboxStorage<T> {
  /** Resolves when the entry is on the disk. */
  add(entry: OutboxEntry<T>): Promise<void>
  list(): Promise<readonly OutboxEntry<T>[]>
  /** Does nothing where there is no such entry. */
  remove(key: string): Promise<void>
}

interface Schema extends DBSchema {
  entries: { key: number; value: OutboxEntry<unknown>; indexes: { key: string } }
}

/**
 * Storage in IndexedDB, and not in localStorage: only IndexedDB says when an entry is on the disk. localStorage is
 * written by the browser some seconds later, so that a power cut, or a browser that is killed, loses what seemed saved.
 * Each transaction asks for strict durability; the default leaves the entry in the system's memory.
 *
 * @param name of the database; one for each desk, so that desks in one browser do not mix
 */
export async function openOutboxStorage<T>(name: string): Promise<OutboxStorage<T>> {
  const database = await openDB<Schema>(name, 1, {
    upgrade: (created) => {
      const store = created.createObjectStore('entries', { autoIncrement: true })
      store.createIndex('key', 'key', { unique: true })
    },
  })
  const write = () => database.transaction('entries', 'readwrite', { durability: 'strict' })
  return {
    async add(entry) {
      const transaction = write()
      await Promise.all([transaction.store.add(entry), transaction.done])
    },
    // what was added under this name, by this page or an earlier one
    list: async () => (await database.getAll('entries')) as readonly OutboxEntry<T>[],
    async remove(key) {
      const transaction = write()
      const id = await transaction.store.index('key').getKey(key)
      if (id !== undefined) await transaction.store.delete(id)
      await transaction.done
    },
  }
}
