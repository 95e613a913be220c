/** The network behind an address: an IPv4 address by itself, of IPv6 the /64 that one customer usually holds. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const given = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - given.length - behind.length;
  const groups = [...given, ...Array<string>(Math.max(0, zeros)).fill('0'), ...behind];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
