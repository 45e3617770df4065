/** What somebody wants to connect: something new, or a connection that exists and keeps its id. */
import { type JsonObject, ownValue, type PersonId, type WorkspaceId } from '../foundation/index.ts';

export type ConnectTarget =
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly connector: string;
      readonly settings: JsonObject;
      /** As it is posted; of OAuth the part of the app. */
      readonly credential: JsonObject;
    }
  | {
      readonly kind: 'reconnect';
      readonly name: string;
      /** Replaces what is stored; absent: the app stays. */
      readonly credential?: JsonObject;
      /** Asked for besides what the connector and the flows need. */
      readonly scopes?: readonly string[];
    };

/** Who asks for it. */
export interface Asker {
  readonly workspaceId: WorkspaceId;
  /** A person or token by name, for the audit. */
  readonly actor: string;
  /** Who is told when the connection breaks, and alone may finish a consent that they began; null: a token asks. */
  readonly personId: PersonId | null;
}

/** The target in a request body: `reconnect` names one that exists. */
export function readTarget(body: {
  readonly reconnect?: string;
  readonly name?: string;
  readonly connector?: string;
  readonly settings?: JsonObject;
  readonly credential?: JsonObject;
  readonly scopes?: readonly string[];
}): ConnectTarget {
  const { reconnect, name = '', connector = '', settings = {}, credential, scopes } = body;
  if (reconnect === undefined) return { kind: 'new', name, connector, settings, credential: credential ?? {} };
  return {
    kind: 'reconnect',
    name: reconnect,
    ...(credential === undefined ? {} : { credential }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}

/** The way to sign in that a posted credential names. */
export function kindOf(credential: JsonObject): string {
  return String(ownValue(credential, 'kind') ?? '');
}
