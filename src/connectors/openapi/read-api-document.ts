/** From the bytes of an OpenAPI or Swagger document to an `ApiDefinition`. Pure: nothing is opened, called or kept. */
import { makeObject } from '../../foundation/index.ts';
import { ApiDocument, objectOf, textOf } from './api-document.ts';
import { readAuth } from './auth.ts';
import type { ApiDefinition, OperationDefinition, Overlay } from './definition.ts';
import { readDocumentText } from './document-text.ts';
import { noteCallbacks, type RawOperation, readOperations } from './operations.ts';
import { applyActions, applyToOperations } from './overlay.ts';
import { guessPaging } from './paging-guess.ts';
import { Remarks } from './remarks.ts';
import { SchemaReader } from './schema-reader.ts';
import { readServers } from './servers.ts';
import { checkUsability } from './usability.ts';
import { chooseVerification } from './verification.ts';
import { finishTrigger, readWebhooks } from './webhooks.ts';

/** Said of the operations after those that lead to more schemas than a document may. */
const TOO_WIDE = 'The operations before it lead to so many schemas already that it was not read.';
const MAX_SUMMARY_LENGTH = 2_000;

type NamedSchemas = ApiDefinition['schemas'];

/**
 * Reads a document of OpenAPI 3.x or Swagger 2.0, JSON or YAML. Whatever is strange stands in the report; throws
 * `connectors.document.*` only for what is no such document at all, or larger than 15 MB.
 */
export function readApiDocument(
  source: string | Uint8Array,
  options: { readonly overlay?: Overlay } = {},
): ApiDefinition {
  const overlay = options.overlay ?? {};
  const remarks = new Remarks();
  const root = readDocumentText(source, remarks);
  applyActions(root, overlay.actions ?? [], remarks);
  const document = new ApiDocument(root, remarks);
  const servers = readServers(document);
  document.baseUrl = servers[0]?.url;
  const reader = new SchemaReader(document);
  const raw = readOperations(document, reader);
  noteCallbacks(document, raw);
  const webhooks = readWebhooks(document, reader);
  const schemas = reader.finish();
  const read = raw.map((operation) => finishOperation(document, operation, { schemas, reader }));
  const operations = applyToOperations(read, overlay, remarks);
  const triggers = webhooks.map((trigger) =>
    finishTrigger(document, trigger, { schemas, needs: reader.reach(trigger.references) ?? [] }),
  );
  const verification = chooseVerification(operations);
  if (verification === undefined)
    remarks.note(
      'verification.none',
      '/paths',
      'No read without required input was found that could prove a credential.',
    );
  if (operations.length === 0) remarks.lost('operation.none', '/paths', 'The document has no operations.');
  const head = { ...headOf(document, overlay, servers), auth: readAuth(document), triggers, verification };
  return { head, operations, schemas, report: remarks.list() };
}

function finishOperation(
  document: ApiDocument,
  { definition, references, pointer }: RawOperation,
  { schemas, reader }: { readonly schemas: NamedSchemas; readonly reader: SchemaReader },
): OperationDefinition {
  const needs = reader.reach(references);
  const usability = needs === undefined ? { unusable: TOO_WIDE } : checkUsability(definition, schemas);
  if (usability.unusable !== undefined) document.remarks.lost('operation.unusable', pointer, usability.unusable);
  if (needs === undefined)
    return { ...definition, input: true, output: true, bodies: [], answers: [], needs: [], ...usability };
  const paging = guessPaging(definition, schemas);
  return { ...definition, needs, ...usability, ...(paging === undefined ? {} : { paging }) };
}

function headOf(
  document: ApiDocument,
  overlay: Overlay,
  servers: ApiDefinition['head']['servers'],
): Omit<ApiDefinition['head'], 'auth' | 'triggers' | 'verification'> {
  const info = objectOf(document.root, 'info') ?? makeObject();
  const documentation = textOf(objectOf(document.root, 'externalDocs') ?? makeObject(), 'url');
  const licence = textOf(objectOf(info, 'license') ?? makeObject(), 'name');
  const title = (overlay.title ?? textOf(info, 'title') ?? 'API').slice(0, 200);
  return {
    title,
    summary: (textOf(info, 'summary') ?? textOf(info, 'description') ?? title).slice(0, MAX_SUMMARY_LENGTH),
    version: (textOf(info, 'version') ?? '').slice(0, 100),
    format: document.format,
    servers: overlay.baseUrl === undefined ? servers : [{ url: overlay.baseUrl, title: '', variables: [] }, ...servers],
    ...(documentation === undefined ? {} : { documentation }),
    ...(licence === undefined ? {} : { licence }),
  };
}
