/**
 * Decides where calls may go. It is asked three times: about the URL, about every address its name resolves to, and
 * about the address the socket is in fact connected to. Closed unless a rule opens it, and there is no switch to turn
 * it off; rules come from the operator's configuration file only.
 */
import { fail } from './errors.ts';
import {
  classifyAddress,
  type IpAddress,
  type IpRange,
  isInRange,
  parseIpAddress,
  parseIpRange,
} from './ip-address.ts';

/** One target the operator permits beyond "https to a public address on port 443". */
export interface AllowedTarget {
  /** Exact host name or IP address as it stands in the URL. */
  readonly host: string;
  readonly ports: readonly number[];
  /** Private range the host may resolve to. Without it, a host name may only be public and an IP address only itself. */
  readonly cidr?: string;
  /** The host may be this machine. Meant for stand-in vendors; link-local and metadata addresses stay closed. */
  readonly loopback?: boolean;
}

export interface EgressRules {
  readonly allow?: readonly AllowedTarget[];
  /** Ports beside 443 on which any public host may be called by https. */
  readonly httpsPorts?: readonly number[];
}

export interface EgressTarget {
  /** `https:` or `http:`, as `URL.protocol` gives it. */
  readonly protocol: string;
  /** As `URL.hostname` gives it: lower case, IP addresses normalised. */
  readonly host: string;
  readonly port: number;
}

const MAX_VERDICTS = 1_000;

type EgressVerdict = 'allowed' | 'blocked' | 'plain_http';

export class EgressPolicy {
  readonly #rules: readonly Rule[];
  readonly #httpsPorts: ReadonlySet<number>;
  /** The rules never change, and most calls go to the same few targets. */
  readonly #verdicts = new Map<string, EgressVerdict>();

  /** Throws `outbound.egress.rule_invalid` for a rule that could never hold or that would open too much. */
  constructor(rules: EgressRules = {}) {
    this.#rules = (rules.allow ?? []).map(readRule);
    this.#httpsPorts = new Set([443, ...(rules.httpsPorts ?? [])]);
  }

  /**
   * Judges scheme, host and port before anything is resolved. Plain http is for listed targets only, and carries a
   * credential only when it does not leave the machine (`plain_http` otherwise).
   */
  decideTarget(target: EgressTarget, carriesCredential: boolean): EgressVerdict {
    const key = `${target.protocol}//${target.host}:${target.port} ${carriesCredential}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = this.#judgeTarget(target, carriesCredential);
    if (this.#verdicts.size >= MAX_VERDICTS) this.#verdicts.clear();
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  #judgeTarget(target: EgressTarget, carriesCredential: boolean): EgressVerdict {
    const rules = this.#rulesFor(target);
    if (!this.#isOpen(target, rules)) return 'blocked';
    if (target.protocol === 'http:' && carriesCredential && !rules.every((rule) => rule.loopback)) return 'plain_http';
    const literal = parseIpAddress(target.host);
    return literal === undefined || isPermitted(literal, rules) ? 'allowed' : 'blocked';
  }

  /** Judges an address that the target's name resolved to, or that its socket is connected to. */
  permitsAddress(target: EgressTarget, address: string): boolean {
    const parsed = parseIpAddress(address);
    return parsed !== undefined && isPermitted(parsed, this.#rulesFor(target));
  }

  #isOpen({ protocol, port }: EgressTarget, rules: readonly Rule[]): boolean {
    if (rules.length > 0) return protocol === 'https:' || protocol === 'http:';
    return protocol === 'https:' && this.#httpsPorts.has(port);
  }

  #rulesFor({ host, port }: EgressTarget): readonly Rule[] {
    if (this.#rules.length === 0) return this.#rules;
    const name = normaliseHost(host);
    return this.#rules.filter((rule) => rule.host === name && rule.ports.has(port));
  }
}

interface Rule {
  readonly host: string;
  readonly ports: ReadonlySet<number>;
  /** Non-public addresses the rule opens. */
  readonly ranges: readonly IpRange[];
  readonly loopback: boolean;
}

function isPermitted(address: IpAddress, rules: readonly Rule[]): boolean {
  const kind = classifyAddress(address);
  if (kind === 'public') return true;
  if (kind !== 'private' && kind !== 'loopback') return false;
  return rules.some((rule) => {
    return rule.loopback === (kind === 'loopback') && rule.ranges.some((range) => isInRange(address, range));
  });
}

function readRule(entry: AllowedTarget, index: number): Rule {
  const position = index + 1;
  const url = URL.parse(`https://${entry.host.includes(':') ? bracket(entry.host) : entry.host}/`);
  if (url === null || url.href !== `https://${url.hostname}/`) throw failRule(position, 'host is not a host name');
  if (entry.ports.length === 0 || !entry.ports.every(isPort)) throw failRule(position, 'ports is not a list of ports');
  const loopback = entry.loopback === true;
  const ranges = readRanges(entry, url.hostname, position);
  const opened = loopback ? 'loopback' : 'private';
  for (const { address } of ranges) {
    const kind = classifyAddress(address);
    if (kind !== opened && kind !== 'public') throw failRule(position, `${kind} addresses are not opened by this rule`);
  }
  return { host: normaliseHost(url.hostname), ports: new Set(entry.ports), ranges, loopback };
}

function readRanges(entry: AllowedTarget, hostname: string, position: number): readonly IpRange[] {
  if (entry.cidr !== undefined) {
    const range = parseIpRange(entry.cidr);
    if (range === undefined) throw failRule(position, 'cidr is not an address range such as 10.1.0.0/16');
    return [range];
  }
  const literal = parseIpAddress(hostname);
  if (literal !== undefined) return [{ address: literal, prefixLength: 128 }];
  return entry.loopback === true ? LOOPBACK : [];
}

const LOOPBACK: readonly IpRange[] = ['127.0.0.0/8', '::1/128'].map((text) => parseIpRange(text) as IpRange);

function bracket(host: string): string {
  return host.startsWith('[') ? host : `[${host}]`;
}

/** Without brackets, and without the dot that ends a fully qualified name. */
function normaliseHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function failRule(position: number, problem: string): Error {
  return fail('outbound.egress.rule_invalid', { context: { position, problem } });
}
