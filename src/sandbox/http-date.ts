/**
 * Writing the three date forms of RFC 9110, 5.6.7, two of which only old servers still send.
 */
import type { HttpDateForm } from './switch-table.ts';

/** The instant as an HTTP date. */
export function formatHttpDate(atMs: number, form: HttpDateForm): string {
  const text = new Date(atMs).toUTCString();
  if (form === 'imf_fixdate') return text;
  const [shortDay = '', day = '', month = '', year = '', time = ''] = text.replace(',', '').split(' ');
  if (form === 'asctime') return `${shortDay} ${month} ${String(Number(day)).padStart(2, ' ')} ${time} ${year}`;
  const longDay = new Date(atMs).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
  return `${longDay}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
}
