/**
 * A real Chromium for the browser tests: the one that is installed, else Debian's where we may install packages, else
 * Playwright's own; when none can be had, one sentence says what to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const PACKAGES = ['chromium', 'fonts-liberation'];
const INSTALL_TIMEOUT_MS = 600_000;

/** Path of a Chromium, installed when there was none; throws with a sentence for the person who runs the tests. */
export function ensureChromium(say: (line: string) => void = console.error): string {
  const found = findChromium() ?? installDebian(say) ?? installPlaywright(say);
  if (found !== undefined) return found;
  throw new Error(
    'The browser tests need Chromium: install the package `chromium`, or set HOLDFAST_TEST_CHROMIUM to the path of one.',
  );
}

function findChromium(): string | undefined {
  const given = process.env['HOLDFAST_TEST_CHROMIUM'];
  return [...(given === undefined ? [] : [given]), ...PLACES].find((place) => existsSync(place));
}

/** Debian's, when this is Debian or a child of it and we are root. */
function installDebian(say: (line: string) => void): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say(`Installing ${PACKAGES.join(' and ')} for the browser tests.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeout: INSTALL_TIMEOUT_MS, stdio: 'ignore' } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...PACKAGES], options);
  return findChromium();
}

/** Playwright's own build, which comes over the network into the cache of this user. */
function installPlaywright(say: (line: string) => void): string | undefined {
  say("Fetching Playwright's Chromium for the browser tests.");
  const require = createRequire(import.meta.url);
  const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const result = spawnSync(process.execPath, [cli, 'install', '--with-deps', '--only-shell', 'chromium'], {
    timeout: INSTALL_TIMEOUT_MS,
    stdio: 'ignore',
  });
  if (result.status !== 0) return undefined;
  const named = spawnSync(
    process.execPath,
    ['-e', "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))"],
    { encoding: 'utf8', cwd: path.dirname(cli) },
  ).stdout.trim();
  return existsSync(named) ? named : undefined;
}
