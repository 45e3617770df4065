/**
 * What an address in the operator's own settings opens for the calls that go there. No connection gets these doors: they
 * belong to a sender of its own.
 */
import type { AllowedTarget } from '../outbound/index.ts';

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const IP_ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;
/** What a name inside a firm may resolve to: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** The doors that one address needs: its host and port alone, on this machine or in a private network as well. */
export function targetsOf(address: string): readonly AllowedTarget[] {
  const { hostname: host, port, protocol } = new URL(address);
  const ports = [port === '' ? (DEFAULT_PORTS[protocol] as number) : Number(port)];
  if (LOOPBACK_HOST.test(host)) return [{ host, ports, loopback: true }];
  if (IP_ADDRESS.test(host)) return [{ host, ports }];
  return PRIVATE_RANGES.map((cidr) => ({ host, ports, cidr }));
}
