/**
 * The page after a consent: a title and a sentence. It tells the page that opened it by a broadcast, which only pages of
 * this origin hear, and closes itself. Its one script is named by its hash, so that nothing else can run in it.
 */
import { createHash } from 'node:crypto';

/** What the page says, and what it tells the page that waits. */
export interface CallbackText {
  readonly title: string;
  readonly text: string;
  readonly told?: { readonly id: string; readonly state: 'done' | 'failed' };
}

/** Shown long enough to be read where the browser lets the window close itself. */
const SCRIPT = `
const told = document.body.dataset;
if (told.id) {
  const channel = new BroadcastChannel('holdfast-authorization');
  channel.postMessage({ id: told.id, state: told.state });
  channel.close();
  if (told.state === 'done') setTimeout(() => window.close(), 1500);
}
`;
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; place-content: center; min-height: 90vh; margin: 0 1.5rem; }
main { max-width: 36rem; } h1 { font-size: 1.5rem; margin: 0 0 .5rem; } p { overflow-wrap: anywhere; }
`;

/** The page and its headers. */
export function callbackPage({ title, text, told }: CallbackText): {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const data = told === undefined ? '' : ` data-id="${escapeHtml(told.id)}" data-state="${told.state}"`;
  const closing =
    told?.state === 'done' ? 'You can close this window.' : 'You can close this window and begin once more.';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Holdfast</title><style>${STYLE}</style></head>
<body${data}><main><h1>${escapeHtml(title)}</h1><p role="status">${escapeHtml(text)}</p><p>${closing}</p></main>
<script type="module">${SCRIPT}</script></body></html>
`;
  return { html, headers: pageHeaders() };
}

/** Without `cross-origin-opener-policy`: what keeps the opener away from this window is the opener's own policy. */
function pageHeaders(): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(SCRIPT)}'`,
    `style-src '${hashOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { 'content-security-policy': policy.join('; '), 'cache-control': 'no-store' };
}

/** As the Content Security Policy names a script or style (Level 3, 8.3). */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
