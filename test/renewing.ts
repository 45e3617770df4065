/** Connections as one process has them, for tests that need several at once on one database. */
import { type ConnectionBook, makeConnections } from '../src/connections/index.ts';
import { Database } from '../src/db/index.ts';
import { silentLog, systemClock, type WorkspaceId } from '../src/foundation/index.ts';
import { EgressPolicy, HttpSender } from '../src/outbound/index.ts';
import type { AuthorizationServer, IssuedGrant } from './authorization-server.ts';
import { makeTestVault, noReferences } from './vault.ts';

export interface ConnectionProcessOptions {
  readonly url: string;
  readonly masterKey: string;
  /** Loopback ports that calls may go to. */
  readonly ports: readonly number[];
  readonly onClaimed?: () => void | Promise<void>;
}

/** Everything real but the doors; `close` ends it. */
export function makeConnectionProcess(options: ConnectionProcessOptions) {
  const database = new Database({ url: options.url, log: silentLog, maxConnections: 6 });
  const policy = new EgressPolicy({ allow: [{ host: '127.0.0.1', ports: options.ports, loopback: true }] });
  const sender = new HttpSender({ policy, clock: systemClock });
  const room = makeConnections({
    database,
    vault: makeTestVault(database, options.masterKey),
    sender,
    secrets: noReferences,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
    ...(options.onClaimed === undefined ? {} : { onClaimed: options.onClaimed }),
  });
  const close = async (): Promise<void> => {
    await room.keeper.stop();
    await sender.close();
    await database.close();
  };
  return { ...room, database, sender, close };
}

/** Makes a connection to the server's API with the tokens of a grant, as a finished consent does. */
export async function connectTo(
  server: AuthorizationServer,
  { book }: { readonly book: ConnectionBook },
  given: { readonly workspaceId: WorkspaceId; readonly name: string; readonly grant: IssuedGrant },
): Promise<void> {
  const { accessToken, refreshToken, expiresInSeconds, scope } = given.grant;
  await book.create(
    {
      workspaceId: given.workspaceId,
      name: given.name,
      connector: 'http',
      settings: { baseUrl: server.url, verificationPath: '/api/me' },
      credential: oauthCredential(server),
    },
    {
      tokens: { accessToken, refreshToken, expiresInMs: expiresInSeconds * 1000 },
      asked: scope.split(' '),
    },
  );
}

/** The app part of a credential for the server, as a person types it. */
export function oauthCredential(server: AuthorizationServer, grant = 'authorization_code') {
  return {
    kind: 'oauth2',
    grant,
    provider: 'custom',
    endpoints: {
      issuer: server.url,
      authorizeUrl: server.authorizeUrl,
      tokenUrl: server.tokenUrl,
      revokeUrl: server.revokeUrl,
    },
    client: { id: server.clientId, secret: server.clientSecret },
    scopes: ['items.read', 'items.write'],
  };
}
