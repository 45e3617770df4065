/** Certificates for tests, made on the spot by the openssl command. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const OPENSSL = 'openssl';

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** False on a machine without the command: tests that need it are skipped there. */
export function hasOpenssl(): boolean {
  try {
    execFileSync(OPENSSL, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A certificate that is its own authority, for a host or a client; its key sealed when there is a passphrase. */
export function makeCertificate(name: string, passphrase?: string): TestCertificate {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-certificate-'));
  try {
    const sealing = passphrase === undefined ? ['-nodes'] : ['-passout', `pass:${passphrase}`];
    const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
    const files = ['-keyout', 'key.pem', '-out', 'cert.pem'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    execFileSync(OPENSSL, ['req', '-x509', ...curve, ...sealing, ...about, ...files], { cwd: folder, stdio: 'pipe' });
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    return { cert: read('cert.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
