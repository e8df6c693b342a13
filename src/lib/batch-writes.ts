import { AppError } from "./errors.js";

/** So many writes in one group at most: others wait for the rows that it locks. */
const MAX_WRITES = 64;

export interface BatchWritesOptions<T> {
  /** Whether a write may be in one group with those before it. @default always */
  readonly fits?: (item: T, group: readonly T[]) => boolean;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one transaction of all writes that are asked in the same turn of the event loop, or while the group before is written (group
 * commit: DeWitt et al., Implementation techniques for main memory database systems, SIGMOD 1984, §5). `write` gets them in the order
 * in which they were asked, does all or none, and gives one result for each. When it fails each is written alone, so that a write
 * which cannot succeed takes no other down; where the database is away, which is no fault of any, all fail at once.
 */
export function batchWrites<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  { fits = () => true }: BatchWritesOptions<T> = {},
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let isBusy = false;
  const writeNext = async (): Promise<void> => {
    const group = takeGroup(waiting, fits);
    waiting = waiting.filter((one) => !group.includes(one));
    await settle(group, write);
    isBusy = waiting.length > 0;
    if (isBusy) setImmediate(() => void writeNext()); // whoever was just answered may ask for more
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      setImmediate(() => void writeNext());
    });
}

function takeGroup<T, R>(
  waiting: readonly Waiting<T, R>[],
  fits: (item: T, group: readonly T[]) => boolean,
): readonly Waiting<T, R>[] {
  const group: Waiting<T, R>[] = [];
  const items: T[] = [];
  for (const one of waiting) {
    if (group.length >= MAX_WRITES) break;
    if (!fits(one.item, items)) continue;
    group.push(one);
    items.push(one.item);
  }
  return group;
}

/** Never rejects: each write's own promise tells what became of it. */
async function settle<T, R>(
  group: readonly Waiting<T, R>[],
  write: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<void> {
  try {
    const results = await write(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as R); // one for each, see batchWrites()
  } catch (error) {
    const isAway = error instanceof AppError && error.code === "STORE_UNAVAILABLE";
    if (group.length === 1 || isAway) for (const { reject } of group) reject(error);
    else for (const one of group) await settle([one], write);
  }
}
