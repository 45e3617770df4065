/**
 * The cookie that binds a consent to the browser that began it (F73). Its name carries the id of the consent, so that
 * several may be under way in one browser; it is sent to the callback alone, and counts for ten minutes.
 */
import type { Secret } from '../foundation/index.ts';

const CALLBACK_FOLDER = '/oauth';
const LIFE_SECONDS = 600;

/** The header value that sets it. `Lax`, because the provider's page leads back to us. */
export function bindingCookie(
  { id, binding }: { readonly id: string; readonly binding: Secret<string> },
  pageUrl: string,
): string {
  return cookieText({ id, value: binding.reveal(), seconds: LIFE_SECONDS }, pageUrl);
}

/** The header value that takes it away again. */
export function endedBindingCookie(id: string, pageUrl: string): string {
  return cookieText({ id, value: '', seconds: 0 }, pageUrl);
}

/** What the browser carries for a consent; undefined when it did not begin it. */
export function readBinding(cookie: string | undefined, id: string): string | undefined {
  const wanted = `${nameOf(id)}=`;
  const found = (cookie ?? '').split(';').find((pair) => pair.trim().startsWith(wanted));
  const value = found?.trim().slice(wanted.length);
  return value === undefined || value === '' ? undefined : value;
}

function nameOf(id: string): string {
  return `holdfast_consent_${id}`;
}

interface CookieParts {
  readonly id: string;
  readonly value: string;
  readonly seconds: number;
}

function cookieText({ id, value, seconds }: CookieParts, pageUrl: string): string {
  const secure = pageUrl.startsWith('https:') ? '; Secure' : '';
  return `${nameOf(id)}=${value}; Path=${CALLBACK_FOLDER}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
