/** The documents that vendors published, for the tests that read them; licences stand beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('./documents/', import.meta.url);

/** The names of all documents, such as `stripe.json`. */
export function apiDocumentNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.gz'))
    .map((name) => name.slice(0, -'.gz'.length))
    .sort();
}

/** The bytes of one document as it was published. */
export function readVendorDocument(name: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(`${name}.gz`, FOLDER)));
}
