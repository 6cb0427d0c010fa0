/**
 * The entry of a record that a user's text names. Unlike plain indexing it never finds what objects
 * inherit, so that a reference to "constructor" is as unknown as any other misspelling.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
