/**
 * What a merge patch (RFC 7396) would change of a row: the fields whose value differs, or null when nothing does. Then
 * there is nothing to write, no version to count up and no line for the ledger. Lists and objects are compared as JSON.
 */
export function changesOf<Row extends object>(
  current: Row,
  patch: { readonly [Name in keyof Row]?: Row[Name] | undefined },
): Partial<Row> | null {
  const changed = (Object.keys(patch) as (keyof Row)[]).filter(
    (name) => patch[name] !== undefined && JSON.stringify(patch[name]) !== JSON.stringify(current[name]),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed.map((name) => [name, patch[name]])) as Partial<Row>);
}
