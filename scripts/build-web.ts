/**
 * Builds the web app into `dist/web` when its sources changed since the last build: from `prepare` after an install, and
 * from `prestart`. A build that fails leaves the one before in place.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '..');
const TARGET = resolve(ROOT, 'dist/web');
const MARK = 'built-from';

/** What the app is made of: its own folder, and what of the server's code the browser loads as well. */
const SOURCES = [
  'web/**/*.{ts,tsx,css,html,svg,js,json}',
  'src/{foundation,language}/**/*.ts',
  'src/api/{client,errors}.ts',
  'vite.config.ts',
  'package-lock.json',
];

/** The builder is the largest part and is loaded by itself; what the first page loads is measured by the benchmark. */
const MAX_CHUNK_KB = 700;

/** Assets below this gain nothing that is worth a second copy. */
const MIN_COMPRESSED_BYTES = 1_000;

/** Builds when needed and says so in one line; without the build tools it says what to do and leaves things as they are. */
export async function buildWeb(): Promise<void> {
  const wanted = fingerprint();
  const mark = join(TARGET, MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const vite = await import('vite').catch(() => undefined);
  if (vite === undefined) {
    process.stderr.write('The web app is not built: its tools are missing. Run `npm ci` without `--omit=dev` once.\n');
    return;
  }
  const startedMs = performance.now();
  const folder = `${TARGET}.${process.pid}`;
  await vite.build({
    configFile: resolve(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, chunkSizeWarningLimit: MAX_CHUNK_KB },
  });
  compressAssets(join(folder, 'assets'));
  writeFileSync(join(folder, MARK), wanted);
  rmSync(TARGET, { recursive: true, force: true });
  renameSync(folder, TARGET);
  process.stderr.write(`Built the web app in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s.\n`);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const paths = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
  for (const path of paths) hash.update(path).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** Compressed once here, at the best level, so that no answer costs the server any of it. */
function compressAssets(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length < MIN_COMPRESSED_BYTES || !/\.(js|css|svg)$/.test(name)) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
  }
}

if (import.meta.main) await buildWeb();
