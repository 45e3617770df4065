/**
 * IP addresses as numbers, and what kind of place each one is. The text must be canonical, as URL parsers, resolvers
 * and sockets give it; whatever else is no address, and no address is never dialled.
 */

/** An address as its 16 bytes; IPv4 stands in its mapped form, `::ffff:a.b.c.d`. */
export type IpAddress = Uint8Array;

export interface IpRange {
  readonly address: IpAddress;
  /** Of 128 bits. */
  readonly prefixLength: number;
}

/**
 * `public` may be called by everyone. `private` and `loopback` only by an operator's rule. `metadata` (a cloud's
 * credential service), `link_local` and `reserved` (all the rest, translated and tunnelled addresses too) never.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'link_local' | 'metadata' | 'reserved';

const MAPPED_PREFIX_LENGTH = 96;

/** The address, or undefined when the text is not one in canonical form. Brackets around IPv6 are taken. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.startsWith('[') && text.endsWith(']')) return parseIpv6(text.slice(1, -1));
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** A range such as `10.1.0.0/16` or `fd00::/8`, or undefined; bits beyond the prefix must be zero. */
export function parseIpRange(text: string): IpRange | undefined {
  const [, base = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseIpAddress(base);
  if (address === undefined) return undefined;
  const prefixLength = Number(length) + (base.includes(':') ? 0 : MAPPED_PREFIX_LENGTH);
  if (prefixLength > 128) return undefined;
  const range = { address, prefixLength };
  return isNetworkAddress(range) ? range : undefined;
}

/** True when the address lies in the range. */
export function isInRange(address: IpAddress, range: IpRange): boolean {
  const wholeBytes = range.prefixLength >> 3;
  for (let index = 0; index < wholeBytes; index += 1) {
    if (address[index] !== range.address[index]) return false;
  }
  const restBits = range.prefixLength & 7;
  if (restBits === 0) return true;
  const mask = 0xff00 >> restBits;
  return ((byteAt(address, wholeBytes) ^ byteAt(range.address, wholeBytes)) & mask & 0xff) === 0;
}

/** What kind of place an address is; the first matching range decides, IPv6 outside 2000::/3 is never public. */
export function classifyAddress(address: IpAddress): AddressKind {
  for (const { range, kind } of KINDS) {
    if (isInRange(address, range)) return kind;
  }
  return isInRange(address, MAPPED) || isInRange(address, GLOBAL_UNICAST) ? 'public' : 'reserved';
}

function parseIpv4(text: string): IpAddress | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const address = new Uint8Array(16);
  address.fill(0xff, 10, 12);
  for (let index = 0; index < 4; index += 1) {
    const part = match[index + 1] as string;
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    address[12 + index] = Number(part);
  }
  return address;
}

function parseIpv6(text: string): IpAddress | undefined {
  const groups = expandGroups(replaceDottedTail(text));
  if (groups === undefined) return undefined;
  const address = new Uint8Array(16);
  for (const [index, group] of groups.entries()) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    address[index * 2] = value >> 8;
    address[index * 2 + 1] = value & 0xff;
  }
  return address;
}

/** Writes `::ffff:10.0.0.1` as `::ffff:a00:1`; a malformed tail is left and fails as a group. */
function replaceDottedTail(text: string): string {
  const cut = text.lastIndexOf(':') + 1;
  const inner = parseIpv4(text.slice(cut));
  if (inner === undefined) return text;
  const pair = (index: number) => ((byteAt(inner, index) << 8) | byteAt(inner, index + 1)).toString(16);
  return `${text.slice(0, cut)}${pair(12)}:${pair(14)}`;
}

function expandGroups(text: string): readonly string[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...Array<string>(missing).fill('0'), ...tail];
}

function isNetworkAddress({ address, prefixLength }: IpRange): boolean {
  return address.every((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefixLength - index * 8));
    return (byte & (0xff >> kept)) === 0;
  });
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function makeRange(text: string): IpRange {
  const range = parseIpRange(text);
  if (range === undefined) throw new TypeError(`not a range: ${text}`);
  return range;
}

const MAPPED = makeRange('::ffff:0:0/96');
const GLOBAL_UNICAST = makeRange('2000::/3');

/** IANA special-purpose registries (RFC 6890 and successors) and cloud metadata services; the order matters. */
const KIND_TABLE: readonly (readonly [range: string, kind: AddressKind])[] = [
  ['169.254.169.254/32', 'metadata'],
  ['100.100.100.200/32', 'metadata'],
  ['168.63.129.16/32', 'metadata'],
  ['fd00:ec2::254/128', 'metadata'],
  ['127.0.0.0/8', 'loopback'],
  ['::1/128', 'loopback'],
  ['169.254.0.0/16', 'link_local'],
  ['fe80::/10', 'link_local'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'private'],
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['fc00::/7', 'private'],
  ['0.0.0.0/8', 'reserved'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['198.18.0.0/15', 'reserved'],
  ['198.51.100.0/24', 'reserved'],
  ['203.0.113.0/24', 'reserved'],
  ['224.0.0.0/4', 'reserved'],
  ['240.0.0.0/4', 'reserved'],
  // Translations and tunnels into IPv4, whatever the inner address: the packet ends somewhere we did not judge.
  ['64:ff9b::/96', 'reserved'],
  ['64:ff9b:1::/48', 'reserved'],
  ['2002::/16', 'reserved'],
  // Teredo, ORCHID and the other protocol assignments; documentation; the former 6bone.
  ['2001::/23', 'reserved'],
  ['2001:db8::/32', 'reserved'],
  ['3ffe::/16', 'reserved'],
  ['3fff::/20', 'reserved'],
];

const KINDS = KIND_TABLE.map(([text, kind]) => ({ range: makeRange(text), kind }));
