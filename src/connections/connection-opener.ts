/** Opens a connection for calling: unseals, reads what lies elsewhere, and puts the token in its place. */
import { createHash } from 'node:crypto';
import { type Connector, findConnector } from '../connectors/index.ts';
import { type Clock, type JsonObject, stringifyJson } from '../foundation/index.ts';
import { makeRedactor } from '../outbound/index.ts';
import { type ConnectionRow, withoutSealed } from './connection.store.ts';
import type { OpenConnection } from './connection.ts';
import type { AccessToken, ResolvedCredential } from './credential.ts';
import { attachmentOf } from './credential-attachment.ts';
import type { CredentialSafe, StoredTokens } from './credential-safe.ts';
import { secretsOf } from './credential-secrets.ts';
import { fail } from './errors.ts';
import { endpointOf } from './oauth-endpoint.ts';
import { urgentMs } from './token-schedule.ts';
import { foreignConnection, isForeign, isUnreadable, unreadableConnection } from './unreadable-connection.ts';

/** A password such as `1234` stands in many an amount; masking it there would change the data. */
const LONG_SECRET = 12;

export interface ConnectionOpenerDeps {
  readonly safe: CredentialSafe;
  readonly clock: Clock;
}

/** An opened connection, and until when its token may be used, on the monotonic clock. */
export interface Opened {
  readonly connection: OpenConnection;
  /** From then on whoever wants to call waits for a renewal. */
  readonly urgentAtMs: number;
  readonly endsAtMs: number;
  /** Why its secrets could not be read: just now, or because what is stored belongs elsewhere. */
  readonly trouble?: { readonly kind: 'unread' | 'foreign'; readonly text: string };
}

/** What of a connection is made from its credential; it need not be stored. */
export type OpenedParts = Pick<
  OpenConnection,
  'definition' | 'baseUrl' | 'origins' | 'attachment' | 'redact' | 'redactData'
>;

export class ConnectionOpener {
  readonly #deps: ConnectionOpenerDeps;

  constructor(deps: ConnectionOpenerDeps) {
    this.#deps = deps;
  }

  /**
   * Opens a row read just now, `readAtMs` before or while; `isFresh` reads secrets that lie elsewhere anew. While they cannot
   * be read, the connection is one that is not ready; where the stored ones belong elsewhere, it needs a reconnect.
   */
  async open(row: ConnectionRow, readAtMs: number, isFresh = false): Promise<Opened> {
    if (row.state === 'revoked')
      return { connection: revokedConnection(row), urgentAtMs: Infinity, endsAtMs: Infinity };
    try {
      return await this.#open(row, readAtMs, isFresh);
    } catch (error) {
      if (isForeign(error)) return unopened(foreignConnection(row, error), 'foreign');
      if (isUnreadable(error)) return unopened(unreadableConnection(row, error), 'unread');
      throw error;
    }
  }

  async #open(row: ConnectionRow, readAtMs: number, isFresh: boolean): Promise<Opened> {
    const { safe } = this.#deps;
    const stored = await safe.openCredential(row, row.sealedCredential);
    const credential = await safe.resolve(row.workspaceId, stored, isFresh);
    const tokens = row.token === null ? {} : await safe.openTokens(row, row.token.sealed);
    const definition = findConnector(row.connector);
    const connection: OpenConnection = {
      ...withoutSealed(row),
      ...openParts(definition, { settings: row.settings, credential, tokens }),
      credentialMark: markOf(row, credential),
      readiness: { kind: 'ready' },
      tokenVersion: row.token?.version ?? null,
    };
    return { connection, ...timesOf(row, readAtMs) };
  }
}

/** With nothing that could be sent, whatever is still stored. */
function revokedConnection(row: ConnectionRow): OpenConnection {
  const error = fail('connections.connection.revoked', { context: { name: row.name } });
  return { ...unreadableConnection(row, error), readiness: { kind: 'ready' } };
}

function unopened(connection: OpenConnection, kind: 'unread' | 'foreign'): Opened {
  const text = connection.readiness.kind === 'renewing' ? connection.readiness.reason : '';
  return { connection, urgentAtMs: Infinity, endsAtMs: Infinity, trouble: { kind, text } };
}

/** Everything that a call needs of connector, settings, credential and tokens. */
export function openParts(
  definition: Connector,
  given: {
    readonly settings: JsonObject;
    readonly credential: ResolvedCredential;
    readonly tokens: StoredTokens;
  },
): OpenedParts {
  const { credential, tokens } = given;
  // What the provider said of the account is read by connectors like settings, as `Connector.baseUrl` has it.
  const found = { ...tokens.callback, ...(tokens.apiUrl === undefined ? {} : { apiUrl: tokens.apiUrl }) };
  const settings = { ...found, ...given.settings };
  const token = tokenOf(credential, tokens);
  const secrets = [...secretsOf(credential), tokens.accessToken ?? '', tokens.refreshToken ?? ''].filter(
    (secret) => secret !== '',
  );
  return {
    definition,
    baseUrl: definition.baseUrl(settings),
    origins: definition.origins(settings),
    attachment: attachmentOf(definition, credential, { settings, ...(token === undefined ? {} : { token }) }),
    redact: makeRedactor(secrets),
    redactData: makeRedactor(secrets.filter((secret) => secret.length >= LONG_SECRET)),
  };
}

function tokenOf(credential: ResolvedCredential, { accessToken }: StoredTokens): AccessToken | undefined {
  if (credential.kind !== 'oauth2' || accessToken === undefined) return undefined;
  const { placement } = endpointOf(credential);
  return { text: accessToken, ...(placement === undefined ? {} : { placement }) };
}

/** The sealed form is random, so the mark cannot be compared with that of a guessed secret without the row. */
function markOf(row: ConnectionRow, credential: ResolvedCredential): string {
  const text = stringifyJson({ ...credential } as unknown as JsonObject);
  const digest = createHash('sha256').update(row.sealedCredential).update(text).digest('base64url');
  return row.token === null ? digest : `${digest}.${row.token.version}`;
}

/** Counted from before the row was read, so that a token ends here no later than at the provider. */
function timesOf({ token }: ConnectionRow, readAtMs: number): { urgentAtMs: number; endsAtMs: number } {
  if (token === null || token.leftMs === null) return { urgentAtMs: Infinity, endsAtMs: Infinity };
  const endsAtMs = readAtMs + token.leftMs;
  return { endsAtMs, urgentAtMs: endsAtMs - urgentMs(token.lifeMs ?? 0) };
}
