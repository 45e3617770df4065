/**
 * A vendor that notes, for each call, how long ago its event was sent: the time is in the body, on the monotonic clock
 * that all processes of a machine share. `GET /delays` gives the milliseconds noted since the last time it was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const NANOSECONDS_PER_MS = 1_000_000;

function serve(port: number): void {
  let delays: number[] = [];
  const server = createServer(async (request, response) => {
    const arrivedAt = process.hrtime.bigint();
    if (request.url === '/delays') {
      const noted = delays;
      delays = [];
      answer(response, JSON.stringify(noted));
      return;
    }
    const sentAt = await readSentAt(request);
    if (sentAt !== undefined) delays.push(Number(arrivedAt - sentAt) / NANOSECONDS_PER_MS);
    answer(response, '{"id":"x"}');
  });
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
}

async function readSentAt(request: IncomingMessage): Promise<bigint | undefined> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const found = /"sentAt":"(\d+)"/.exec(text)?.[1];
  return found === undefined ? undefined : BigInt(found);
}

function answer(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

if (import.meta.main) serve(Number(process.argv[2]));
