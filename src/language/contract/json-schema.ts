import type { JsonObject } from '../../foundation/index.ts';

/** A JSON Schema 2020-12 document: the one schema language from vendor document to form. */
export type JsonSchema = boolean | JsonObject;
