/** A try-on that this browser made. Photos and thumbnails are in the browser only. */
export interface HistoryEntry {
  readonly id: string;
  readonly createdAtMs: number;
  /** Until when the service keeps the picture; undefined while it is being made. */
  readonly person: Blob;
  readonly personName: string;
  readonly garmentThumbnail: Blob;
  readonly garmentName: string;
  /** Undefined until it has succeeded. */
  readonly resultThumbnail: Blob | undefined;
  readonly resultAddress: string | undefined;
  readonly format: string;
  readonly report: unknown;
}

const DATABASE = "drape-playground";
const STORE = "try-ons";
const MAX_ENTRIES = 40; // the oldest are forgotten: photos are 0.1 to 10 MB each

/** This browser's try-ons, in IndexedDB. Where the browser allows none (a private window of some), they last as long as the page. */
export class HistoryStore {
  #database: Promise<IDBDatabase | undefined> | undefined;
  readonly #entries = new Map<string, HistoryEntry>();

  /** Newest first. */
  async list(): Promise<readonly HistoryEntry[]> {
    const stored = await this.#run<HistoryEntry[]>(
      "readonly",
      (store) => store.getAll() as IDBRequest<HistoryEntry[]>,
    );
    const all = stored ?? [...this.#entries.values()];
    return all.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  }

  async put(entry: HistoryEntry): Promise<void> {
    this.#entries.set(entry.id, entry);
    await this.#run("readwrite", (store) => store.put(entry));
    for (const { id } of (await this.list()).slice(MAX_ENTRIES)) await this.remove(id);
  }

  async remove(id: string): Promise<void> {
    this.#entries.delete(id);
    await this.#run("readwrite", (store) => store.delete(id));
  }

  async #run<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> {
    this.#database ??= openDatabase();
    const database = await this.#database;
    if (database === undefined) return undefined;
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error ?? new Error("Cannot use the history")));
    });
  }
}

function openDatabase(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () =>
      request.result.createObjectStore(STORE, { keyPath: "id" }),
    );
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => resolve(undefined)); // not allowed here
  });
}
