/**
 * Text templates: `Deal {{trigger.name}} no {{steps.invoice.no ?? "none"}}`. A place holds a path, with or without what
 * stands there when the path is missing or null, or a quoted text, which is how two opening braces are written.
 */
import { type Path, scanPath } from './path.ts';

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'place'; readonly path: Path; readonly fallback: string | undefined };

const MAX_TEMPLATE_LENGTH = 100_000;
const MAX_PLACES = 200;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;

/** Reads a template, or says in one sentence what is wrong with it. */
export function parseTemplate(text: string): readonly TemplatePart[] | { readonly reason: string } {
  if (text.length > MAX_TEMPLATE_LENGTH) return { reason: `it has more than ${MAX_TEMPLATE_LENGTH} characters` };
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let placeCount = 0; ; placeCount += 1) {
    const open = text.indexOf('{{', at);
    const plain = text.slice(at, open < 0 ? undefined : open);
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    if (open < 0) return parts;
    if (placeCount >= MAX_PLACES) return { reason: `it has more than ${MAX_PLACES} places` };
    const place = scanPlace(text, open + 2);
    if ('reason' in place) return place;
    parts.push(place.part);
    at = place.end;
  }
}

function scanPlace(text: string, start: number): { part: TemplatePart; end: number } | { reason: string } {
  const at = skipSpace(text, start);
  const literal = scanQuoted(text, at);
  if (literal !== undefined) return closePlace(text, { part: { kind: 'text', text: literal.text }, at: literal.end });
  const scanned = scanPath(text, at);
  if ('reason' in scanned) return { reason: `in {{…}} ${scanned.reason}` };
  const after = skipSpace(text, scanned.end);
  if (!text.startsWith('??', after)) {
    return closePlace(text, { part: { kind: 'place', path: scanned.path, fallback: undefined }, at: after });
  }
  const fallback = scanQuoted(text, skipSpace(text, after + 2));
  if (fallback === undefined) return { reason: 'after ?? stands a text in double quotes' };
  const part = { kind: 'place' as const, path: scanned.path, fallback: fallback.text };
  return closePlace(text, { part, at: fallback.end });
}

function closePlace(
  text: string,
  place: { part: TemplatePart; at: number },
): { part: TemplatePart; end: number } | { reason: string } {
  const at = skipSpace(text, place.at);
  if (!text.startsWith('}}', at)) return { reason: `"}}" is missing before "${text.slice(at, at + 20)}"` };
  return { part: place.part, end: at + 2 };
}

function scanQuoted(text: string, at: number): { text: string; end: number } | undefined {
  QUOTED.lastIndex = at;
  const match = QUOTED.exec(text);
  if (match === null) return undefined;
  try {
    return { text: JSON.parse(match[0]) as string, end: at + match[0].length };
  } catch {
    return undefined;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at += 1;
  return at;
}
