/**
 * What Holdfast is compared with: a relay as one would write it in an afternoon. It maps the same fields and calls the same
 * vendor over kept connections, and stores nothing: what it holds in memory when it dies is lost.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { MAPPED_FIELDS } from './bench-event.ts';

const MAX_CONNECTIONS = 128;

function serve(port: number, vendorUrl: string): void {
  const vendor = new Pool(vendorUrl, { connections: MAX_CONNECTIONS });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const event = JSON.parse(Buffer.concat(chunks).toString()) as object;
    const answer = await vendor.request({
      method: 'POST',
      path: '/orders',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mapFields(event)),
    });
    const text = JSON.stringify({ vendor: await answer.body.json() });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
}

function mapFields(event: object): object {
  return Object.fromEntries(Object.entries(MAPPED_FIELDS).map(([name, path]) => [name, valueAt(event, path)]));
}

function valueAt(event: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], event);
}

if (import.meta.main) serve(Number(process.argv[2]), process.argv[3] as string);
