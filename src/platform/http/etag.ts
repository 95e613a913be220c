/** The ETag of an answer, or null for one that has no version. */
export function etagOf(body: unknown): string | null {
  const version = (body as { version?: unknown } | null)?.version;
  return typeof version === 'number' ? `"v${version}"` : null;
}
