/** URLs of calls, parsed once: many calls go to the same one, and each is looked at when it is built and when it is sent. */
const parsed = new Map<string, URL | null>();
const MAX_PARSED = 500;

/** The parsed URL, or null for what is none. It is shared by all who ask, so nobody may change it. */
export function parsedUrl(text: string): URL | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const url = URL.parse(text);
  parsed.set(text, url);
  return url;
}
