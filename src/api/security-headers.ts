/** What browsers are told about every answer: run nothing from elsewhere, guess nothing, pass nothing on. */

type Headers = Readonly<Record<string, string>>;

const FOR_ALL: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** Two years, as lists of such hosts ask for; without subdomains, which may be somebody else's. */
const ONLY_HTTPS = 'max-age=63072000';

/** Headers of every answer of the API: data, which no browser may render, frame or run anything of. */
export function apiHeaders(publicUrl: string): Headers {
  return {
    ...FOR_ALL,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    // RFC 6797, 7.2: never over plain HTTP, where anybody on the way could say it.
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': ONLY_HTTPS } : {}),
  };
}

/** Headers of files that the page loads: scripts, styles, pictures. */
export function assetHeaders(): Headers {
  return FOR_ALL;
}

/** Headers of the page: its scripts come from this server, its styles carry this answer's nonce (CSP Level 3). */
export function pageHeaders(nonce: string): Headers {
  return {
    ...FOR_ALL,
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  };
}
