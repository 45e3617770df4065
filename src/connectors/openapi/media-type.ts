/** What a media type means for a body, and which of several is preferred. */
import type { BodyDefinition } from './definition.ts';

export type BodyKind = BodyDefinition['kind'];

const PREFERENCE: readonly BodyKind[] = ['json', 'form', 'multipart', 'xml', 'text', 'bytes'];

/** How a body of this media type is written. */
export function kindOfMedia(mediaType: string): BodyKind {
  const name = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  if (/[/+]json$/.test(name) || name === '*/*' || name === 'application/*' || name === '') return 'json';
  if (name === 'application/x-www-form-urlencoded') return 'form';
  if (name.startsWith('multipart/')) return 'multipart';
  if (/[/+]xml$/.test(name)) return 'xml';
  return name.startsWith('text/') ? 'text' : 'bytes';
}

/** The media type itself, or JSON for one that stands for any. */
export function exactMedia(mediaType: string): string {
  return kindOfMedia(mediaType) === 'json' && /\*|^\s*$/.test(mediaType) ? 'application/json' : mediaType.trim();
}

/** Sorts by preference; equal ones stay as the document has them. */
export function byPreference<T extends { readonly kind: BodyKind }>(bodies: readonly T[]): T[] {
  return bodies.toSorted((first, second) => PREFERENCE.indexOf(first.kind) - PREFERENCE.indexOf(second.kind));
}
