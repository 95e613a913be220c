/** Where a request comes from, for counting and for fair shares. */
export interface Network {
  /** An IPv4 address by itself; of IPv6 the /64 that one household or office holds. */
  readonly near: string;
  /** Of IPv6 the /48 that one customer may hold, who has 65,536 of the others; null for IPv4. */
  readonly wide: string | null;
}

const LONGEST = 64;

/**
 * The network behind an address. IPv4 inside IPv6 (mapped, or by a translator's well-known prefix) is IPv4: otherwise
 * everybody would have a second bucket.
 */
export function networkOf(address: string): Network {
  const groups = groupsOf(address);
  // Whatever is no address is a network of its own, and cannot make a long key.
  if (groups === null) return { near: address.slice(0, LONGEST), wide: null };
  const head = groups.slice(0, 6).join(':');
  if (head === '0:0:0:0:0:ffff' || head === '64:ff9b:0:0:0:0') return { near: dotted(groups), wide: null };
  return { near: `${groups.slice(0, 4).join(':')}::/64`, wide: `${groups.slice(0, 3).join(':')}::/48` };
}

/** Whose share something is, where shares are fair: the widest network that one customer may hold. */
export const shareOf = (address: string): string => {
  const { near, wide } = networkOf(address);
  return wide ?? near;
};

const GROUP = /^[\da-f]{1,4}$/;
const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** The eight groups of an IPv6 address, without leading zeros; null for anything else. */
function groupsOf(address: string): string[] | null {
  const bare = address.length > LONGEST ? '' : (address.toLowerCase().split('%')[0] ?? '');
  if (!bare.includes(':')) return null;
  const halves = bare.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(unfold)));
  const zeros = 8 - head.length - tail.length;
  if (halves.length === 1 ? zeros !== 0 : zeros < 1) return null;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return groups.every((group) => GROUP.test(group)) ? groups.map((group) => group.replace(/^0+(?=.)/, '')) : null;
}

/** The last four bytes may be written as in IPv4. */
function unfold(group: string): string[] {
  const bytes = DOTTED.exec(group)?.slice(1).map(Number);
  if (!bytes) return [group];
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [a * 256 + b, c * 256 + d].map((pair) => pair.toString(16));
}

const dotted = (groups: readonly string[]): string =>
  groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.');
