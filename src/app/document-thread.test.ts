import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiDocumentNames, readVendorDocument } from '../../test/api-documents.ts';
import { readApiDocument } from '../connectors/index.ts';
import { isAppError, stringifyJson } from '../foundation/index.ts';
import { readInThread } from './document-thread.ts';

test('a thread reads the same as the reader itself, with an overlay too', async () => {
  const name = apiDocumentNames().find((candidate) => candidate.startsWith('paypal')) ?? '';
  const overlay = { title: 'Invoices of ours' };
  const bytes = readVendorDocument(name);
  const read = await readInThread(bytes, overlay);
  assert.equal(stringifyJson(read as never), stringifyJson(readApiDocument(bytes, { overlay }) as never));
  assert.equal(read.head.title, 'Invoices of ours');
});

test('the reason of a refusal comes out of the thread', async () => {
  await assert.rejects(readInThread(Buffer.from('[1]')), (error) => {
    return isAppError(error, 'connectors.document.unreadable') && error.publicMessage.includes('no object');
  });
});
