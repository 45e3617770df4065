/** The built web app, read once at the start: nothing that somebody asks for later can become a path. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WebApp, WebFile } from '../api/index.ts';

/** Where `scripts/build-web.ts` puts it. */
const FOLDER = path.resolve(import.meta.dirname, '../../dist/web');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The app as it was built; undefined when it was not. */
export function readWebApp(folder = FOLDER): WebApp | undefined {
  const pageFile = path.join(folder, 'index.html');
  if (!existsSync(pageFile)) return undefined;
  const assets = path.join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => !name.endsWith('.br'));
  const files = new Map(names.map((name): [string, WebFile] => [name, readFile(assets, name)]));
  return { page: readFileSync(pageFile, 'utf8'), files };
}

function readFile(folder: string, name: string): WebFile {
  const compressed = path.join(folder, `${name}.br`);
  return {
    bytes: readFileSync(path.join(folder, name)),
    ...(existsSync(compressed) ? { brotli: readFileSync(compressed) } : {}),
    contentType: CONTENT_TYPES[path.extname(name)] ?? 'application/octet-stream',
    isHashed: /-[\w-]{8}\.\w+$/.test(name),
  };
}
