/**
 * What a merge patch (RFC 7396) changes of a row: the fields whose value differs, or null when nothing does. Then there is
 * nothing to write, no version to count up and no line for the ledger. Lists and objects are compared as JSON.
 */
export function changesOf<Patch extends object>(current: object, patch: Patch): Partial<Patch> | null {
  const stands = current as Record<string, unknown>;
  const changed = Object.entries(patch).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(stands[name]),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<Patch>);
}
