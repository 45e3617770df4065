/** Finds the Holdfast that the command line is to talk to. */
import { sendPlain, serverUrl } from '../api/index.ts';
import { isAppError } from '../foundation/index.ts';
import type { Config } from './config.ts';
import { DataFolder } from './data-folder.ts';
import { fail } from './errors.ts';
import { readServerNote } from './server-note.ts';

const ASK_WITHIN_MS = 3_000;

/** What answers at an address. */
export type Door =
  | { readonly kind: 'holdfast'; readonly isReady: boolean; readonly text: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'nothing' };

export interface FoundServer {
  readonly url: string;
  /** A noted address at which no Holdfast answers any more; where it was noted. */
  readonly stale?: { readonly url: string; readonly file: string };
}

/** Asks who answers at the address; carries no token, so it may be anybody. */
export async function askDoor(url: string): Promise<Door> {
  try {
    const answer = await sendPlain({ method: 'GET', url: `${url}/api/health/ready`, timeoutMs: ASK_WITHIN_MS });
    const text = new TextDecoder().decode(answer.bytes.subarray(0, 1_000));
    if (!/"status":"(not_)?ready"/.test(text)) return { kind: 'other' };
    return { kind: 'holdfast', isReady: answer.status === 200, text };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { kind: 'nothing' };
  }
}

/** The address by setting, else the noted one if Holdfast answers there, else the one that host and port make. */
export async function findServer(config: Config): Promise<FoundServer> {
  if (config.url !== undefined) return { url: config.url };
  const url = serverUrl(config.host, config.port);
  const folder = new DataFolder(config.dataFolder);
  const noted = readServerNote(folder);
  if (noted === undefined) return { url };
  const door = await askDoor(noted);
  if (door.kind === 'holdfast') return { url: noted };
  return noted === url ? { url } : { url, stale: { url: noted, file: folder.urlFile } };
}

/** The error of a call as it is told to a person who perhaps expects Holdfast where it was noted. */
export function explainUnreached(error: unknown, { url, stale }: FoundServer): unknown {
  const isUnreached = isAppError(error, 'api.client.unreachable') || isAppError(error, 'api.client.not_holdfast');
  if (!isUnreached || stale === undefined) return error;
  return fail('app.server.not_found', { cause: error, context: { url, noted: stale.url, file: stale.file } });
}
