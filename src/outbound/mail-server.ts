/**
 * The mail server of the installation, from one address: `smtp://user:password@host:587` (TLS after STARTTLS) or
 * `smtps://…` (TLS from the first byte, RFC 8314). `?tls=off` is for a relay that has no TLS, and takes no password along.
 */
import { Secret } from '../foundation/index.ts';

export interface MailServer {
  /** As `URL.hostname` would give it for https, so that egress rules name it in the same way. */
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/** The server behind an address; undefined when it is none. */
export function readMailServer(address: Secret): MailServer | undefined {
  const text = address.reveal().trim();
  const scheme = /^smtps?:/i.exec(text)?.[0].toLowerCase() as keyof typeof PORTS | undefined;
  if (scheme === undefined) return undefined;
  // Read as https, whose hosts are normalised; the port 443 is dropped then, which is none of mail.
  const url = URL.parse(text.replace(/^smtps?:/i, 'https:'));
  if (url === null || url.hostname === '' || url.pathname !== '/' || url.hash !== '') return undefined;
  const isPlain = url.search === '?tls=off';
  if ((url.search !== '' && !isPlain) || (isPlain && scheme === 'smtps:')) return undefined;
  const login = readLogin(url);
  if (login === undefined || (isPlain && login.user !== undefined)) return undefined;
  const port = url.port === '' ? PORTS[scheme] : Number(url.port);
  const secured = scheme === 'smtps:' ? 'tls' : 'starttls';
  return { host: url.hostname, port, security: isPlain ? 'none' : secured, ...login };
}

function readLogin(url: URL): Pick<MailServer, 'user' | 'password'> | undefined {
  if (url.username === '' && url.password === '') return { user: undefined, password: undefined };
  if (url.username === '' || url.password === '') return undefined;
  try {
    return { user: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) };
  } catch {
    return undefined;
  }
}
