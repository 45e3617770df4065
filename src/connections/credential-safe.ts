/** Seals and opens what a connection keeps secret: its credential, and the tokens beside it. */
import type { Connector } from '../connectors/index.ts';
import type { Tx } from '../db/index.ts';
import {
  type AppError,
  type ConnectionId,
  isAppError,
  type JsonObject,
  parseJson,
  Secret,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Credential, ResolvedCredential } from './credential.ts';
import { parseCredential, refuseCredential } from './credential-parser.ts';
import { type ReferenceReader, referencesOf, resolveCredential } from './credential-secrets.ts';

/** The tokens in use; empty until the first is obtained. */
export interface StoredTokens {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly apiUrl?: string;
  readonly callback?: Readonly<Record<string, string>>;
}

/** Whose secret it is; another connection's does not open. */
export interface SecretOwner {
  readonly workspaceId: WorkspaceId;
  readonly id: ConnectionId;
}

export interface CredentialSafeDeps {
  readonly vault: Vault;
  readonly secrets: ReferenceReader;
}

export class CredentialSafe {
  readonly #deps: CredentialSafeDeps;

  constructor(deps: CredentialSafeDeps) {
    this.#deps = deps;
  }

  /**
   * Reads a credential that is given, without reading what it refers to. Throws `connections.credential.invalid` with a
   * problem for each field that is wrong, also for a reference that cannot be used here.
   */
  accept(workspaceId: WorkspaceId, connector: Connector, given: JsonObject): Credential {
    const credential = parseCredential(connector, given);
    const problems = referencesOf(credential).flatMap(({ field, reference }) => {
      const error = this.#refusalOf(reference, workspaceId);
      if (error === undefined) return [];
      const { code, publicMessage, fix } = error;
      return [{ pointer: `/${field.replaceAll('.', '/')}`, code, message: `"${field}": ${publicMessage}`, fix }];
    });
    if (problems.length > 0) throw refuseCredential(connector, problems);
    return credential;
  }

  sealCredential(owner: SecretOwner, credential: Credential, tx?: Tx): Promise<Buffer> {
    return this.#seal(credential, placeOf(owner, 'connection.credential'), tx);
  }

  sealTokens(owner: SecretOwner, tokens: StoredTokens, tx?: Tx): Promise<Buffer> {
    return this.#seal(tokens, placeOf(owner, 'connection.tokens'), tx);
  }

  /** The credential as it was given: references are not followed. */
  async openCredential(owner: SecretOwner, sealed: Uint8Array): Promise<Credential> {
    return (await this.#open(sealed, placeOf(owner, 'connection.credential'))) as Credential;
  }

  async openTokens(owner: SecretOwner, sealed: Uint8Array): Promise<StoredTokens> {
    return (await this.#open(sealed, placeOf(owner, 'connection.tokens'))) as StoredTokens;
  }

  /** The credential with every secret read where it lies; `isFresh` reads anew. Throws `connections.reference.*`. */
  resolve(workspaceId: WorkspaceId, credential: Credential, isFresh = false): Promise<ResolvedCredential> {
    return resolveCredential(credential, this.#deps.secrets, { workspaceId, isFresh });
  }

  #refusalOf(reference: string, workspaceId: WorkspaceId): AppError | undefined {
    try {
      this.#deps.secrets.check(reference, workspaceId);
      return undefined;
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
  }

  #seal(value: object, place: ReturnType<typeof placeOf>, tx?: Tx): Promise<Buffer> {
    return this.#deps.vault.seal(new Secret(stringifyJson(value as JsonObject)), place, tx);
  }

  async #open(sealed: Uint8Array, place: ReturnType<typeof placeOf>): Promise<unknown> {
    return parseJson((await this.#deps.vault.open(sealed, place)).reveal());
  }
}

function placeOf({ workspaceId, id }: SecretOwner, field: string) {
  return { workspaceId, ownerId: id, field };
}
