/** The vendors of the benchmark: one that costs as little as possible, and one that notes when calls arrive. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findFreePort } from '../chaos/free-port.ts';
import type { Stage } from '../chaos/stage.ts';
import { untilTrue } from '../chaos/timing.ts';

const START_TIMEOUT_MS = 10_000;
const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((file) => existsSync(file));

/** What answers for the vendor where only throughput counts. */
export const plainVendorName = NGINX === undefined ? 'Node, because nginx is not installed' : 'nginx';

/** Starts a vendor that answers every call with a small JSON object; gives its address. */
export function startPlainVendor(stage: Stage): Promise<string> {
  return NGINX === undefined ? startNotingVendor(stage) : startNginx(stage, NGINX);
}

/** Starts a vendor in Node that notes when each call arrived; gives its address. */
export async function startNotingVendor(stage: Stage): Promise<string> {
  const port = await findFreePort();
  const file = path.join(import.meta.dirname, 'noting-vendor-process.ts');
  await stage.start('vendor', [process.execPath, file, String(port)]);
  return untilAnswering(port);
}

async function startNginx(stage: Stage, nginx: string): Promise<string> {
  const port = await findFreePort();
  const folder = path.join(stage.folder, 'nginx');
  const config = path.join(folder, 'nginx.conf');
  await mkdir(folder);
  // Its workers are another user when it is started by root.
  await chmod(folder, 0o777);
  await writeFile(config, nginxConfig(folder, port));
  await stage.start('nginx', [nginx, '-p', folder, '-e', path.join(folder, 'error.log'), '-c', config]);
  return untilAnswering(port);
}

function nginxConfig(folder: string, port: number): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = kinds.map((kind) => `  ${kind}_temp_path ${folder}/${kind};`).join('\n');
  return `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
${temporary}
  server {
    listen 127.0.0.1:${port};
    default_type application/json;
    location / { return 200 '{"id":"x"}'; }
  }
}
`;
}

async function untilAnswering(port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  const isAnswering = (): Promise<boolean> =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  await untilTrue('the vendor', isAnswering, { timeoutMs: START_TIMEOUT_MS, everyMs: 20 });
  return url;
}
