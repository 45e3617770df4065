/** The page that `type` of a problem leads to: every code with its sentence and what to do. No script, no outside file. */
import { AppError, type ErrorEntry } from '../foundation/index.ts';
import { statusOf } from '../triggers/index.ts';
import { statusOfProblem } from './problem-details.ts';
import type { ApiRouter } from './type-provider.ts';

export interface ExplainedError {
  readonly room: string;
  readonly code: string;
  readonly entry: ErrorEntry;
}

/** What a sender can hear at a webhook, and what nobody hears anywhere else. */
const HOOK_CODES = /^(?:triggers\.(?:flow|body)|foundation\.json|runs\.event)\./;
const ONLY_HOOK_CODES = /^triggers\.(?:hook|signature|dedupe|secret\.not_configured|event\.not_stored)(?:\.|$)/;
/** Rooms whose errors the API does not answer with. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  app: 'on the command line, not over HTTP',
  sandbox: 'from a stand-in vendor, in its own form',
};

/** Where a code is met and with which status, such as "HTTP 422" or "HTTP 401 at a webhook". */
export function statusText(code: string, entry: ErrorEntry): string {
  const elsewhere = ELSEWHERE[code.split('.')[0] as string];
  if (elsewhere !== undefined) return elsewhere;
  const error = new AppError(code, entry);
  const [atApi, atHook] = [statusOfProblem(error), statusOf(error)];
  if (ONLY_HOOK_CODES.test(code)) return `HTTP ${atHook} at a webhook`;
  const isOther = HOOK_CODES.test(code) && atHook !== atApi;
  return `HTTP ${atApi}${isOther ? `, at a webhook ${atHook}` : ''}`;
}

/** Adds `/docs/errors`. */
export function addErrorPage(app: ApiRouter, errors: readonly ExplainedError[]): void {
  let page: string | undefined;
  app.get('/docs/errors', { schema: { hide: true }, config: { access: 'open' } }, async (_request, reply) => {
    page ??= errorPage(errors);
    return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page);
  });
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; } h3 { margin: 1.5rem 0 0.25rem; font-size: 1rem; overflow-wrap: anywhere; }
h3:target { outline: 2px solid; outline-offset: 4px; } p { margin: 0.25rem 0; }`;

const PAGE_HEADERS = {
  'cache-control': 'public, max-age=3600',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

function errorPage(errors: readonly ExplainedError[]): string {
  const rooms = Map.groupBy(errors, (error) => error.room);
  const sections = [...rooms].map(([room, rows]) => `<h2>${escapeHtml(room)}</h2>\n${rows.map(section).join('\n')}`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Error codes of Holdfast</title><style>${STYLE}</style></head>
<body><main><h1>Error codes</h1>
<p>Words in braces stand for what the error itself fills in.</p>
${sections.join('\n')}
</main></body></html>
`;
}

function section({ code, entry }: ExplainedError): string {
  const [id, message, fix] = [code, entry.message, entry.fix].map(escapeHtml);
  return `<h3 id="${id}"><code>${id}</code> (${statusText(code, entry)})</h3>\n<p>${message}</p>\n<p>What to do: ${fix}</p>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] as string);
}
