/** What a reader did with one object: which fields it asked for, and whether it listed them all. */
interface Reading {
  readonly path: string;
  readonly keys: readonly string[];
  readonly read: Set<string>;
  listed: boolean;
}

/**
 * Paths of the fields that a validator never looks at although it looks at their siblings: fields
 * that its schema does not know. The generated validators accept unknown fields silently, where the
 * API server refuses or drops them. Maps (all keys are listed) and free-form objects (no key is
 * read) have no unknown fields.
 */
export function unreadFields<T extends object>(data: T, validate: (watched: T) => void): string[] {
  const readings: Reading[] = [];
  validate(watch(data, "", readings));
  return readings
    .filter(({ read, listed }) => !listed && read.size > 0)
    .flatMap(({ path, keys, read }) =>
      keys.filter((key) => !read.has(key)).map((key) => `${path}/${key}`),
    );
}

function watch<T extends object>(data: T, path: string, readings: Reading[]): T {
  const children = new Map<string, unknown>();
  const reading: Reading = { path, keys: Object.keys(data), read: new Set(), listed: false };
  if (!Array.isArray(data)) readings.push(reading);
  return new Proxy(data, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key === "symbol") return value;
      reading.read.add(key);
      if (typeof value !== "object" || value === null) return value;
      if (!children.has(key)) children.set(key, watch(value, `${path}/${key}`, readings));
      return children.get(key);
    },
    ownKeys(target) {
      reading.listed = true;
      return Reflect.ownKeys(target);
    },
  });
}
