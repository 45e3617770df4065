/**
 * Where people open Holdfast: scheme, host and port. Loopback goes by its name, because passkeys know no addresses (Web
 * Authentication, 5.1.2) and a browser keeps the two apart.
 */
export function pageUrlOf(publicUrl: string): string {
  if (publicUrl === '') return '';
  return new URL(publicUrl).origin.replace(/\/\/(?:127\.0\.0\.1|\[::1\])(?=:|$)/, '//localhost');
}

/** The address of a server on this machine: one that listens everywhere is reached by its loopback address. */
export function serverUrl(host: string, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Where an OAuth provider sends the person back to; to be registered there as it stands. */
export function callbackUrlOf(pageUrl: string): string {
  return `${pageUrl}/oauth/callback`;
}
