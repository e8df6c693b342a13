/** So many keys in one query at most; more than that makes others wait for a query that is long. */
const MAX_KEYS = 128;

interface Batch<K, V> {
  readonly keys: Set<K>;
  readonly found: Promise<ReadonlyMap<K, V>>;
  readonly start: () => void;
}

/**
 * Makes one query of all reads that are asked in the same turn of the event loop, and of equal keys one. `read` begins after the last
 * of them was asked, so each sees what was committed before it was asked, as if it had been alone: nothing is kept for later reads.
 * The order of the keys that `read` gets is theirs; a key that it does not find is undefined.
 */
export function batchReads<K, V>(
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (key: K) => Promise<V | undefined> {
  let open: Batch<K, V> | undefined;
  const begin = (): Batch<K, V> => {
    const keys = new Set<K>();
    let start = (): void => {};
    const found = new Promise<ReadonlyMap<K, V>>((resolve) => {
      start = () => {
        if (open === batch) open = undefined;
        resolve(read([...keys]));
      };
    });
    const batch = { keys, found, start };
    setImmediate(start);
    return batch;
  };
  return async (key) => {
    open ??= begin();
    const { found } = open;
    open.keys.add(key);
    if (open.keys.size >= MAX_KEYS) open = undefined; // it starts with its turn; the next one is another
    return (await found).get(key);
  };
}

/**
 * As many keys as the next power of two, the last one repeated: statements of few lengths are prepared once.
 * @throws RangeError when there is none
 */
export function padToPowerOfTwo<K>(keys: readonly K[]): readonly K[] {
  const last = keys.at(-1);
  if (last === undefined) throw new RangeError("Cannot pad no keys: want one or more");
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array.from({ length: length - keys.length }, () => last)];
}
