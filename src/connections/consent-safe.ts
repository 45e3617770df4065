/** Seals what is to be connected while somebody else decides about it: in the rows of consents and of connect links. */
import {
  type JsonObject,
  type PersonId,
  parseJson,
  Secret,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { Vault } from '../vault/index.ts';
import type { FullPlan } from './connect-planner.ts';

/** What a consent needs when its answer comes. */
export interface ConsentDraft {
  readonly plan: FullPlan;
  readonly actor: string;
  readonly ownerId: PersonId | null;
  readonly linkId?: string;
  readonly asked: readonly string[];
  readonly redirectUri: string;
  /** PKCE (RFC 7636). */
  readonly verifier?: string;
}

/** What a connect link asks for. */
export interface LinkDraft {
  readonly connector: string;
  readonly settings: JsonObject;
  /** What is given already: of OAuth the app, of others the kind and whatever is no secret of the account. */
  readonly credential: JsonObject;
}

/** The row that holds the draft; that of another does not open. */
export interface DraftPlace {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
}

export class ConsentSafe {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  sealConsent(place: DraftPlace, draft: ConsentDraft): Promise<Buffer> {
    return this.#seal(draft, placeOf(place, 'authorization_request'));
  }

  async openConsent(place: DraftPlace, sealed: Uint8Array): Promise<ConsentDraft> {
    return (await this.#open(sealed, placeOf(place, 'authorization_request'))) as ConsentDraft;
  }

  sealLink(place: DraftPlace, draft: LinkDraft): Promise<Buffer> {
    return this.#seal(draft, placeOf(place, 'connect_link'));
  }

  async openLink(place: DraftPlace, sealed: Uint8Array): Promise<LinkDraft> {
    return (await this.#open(sealed, placeOf(place, 'connect_link'))) as LinkDraft;
  }

  #seal(draft: object, place: ReturnType<typeof placeOf>): Promise<Buffer> {
    return this.#vault.seal(new Secret(stringifyJson(draft as JsonObject)), place);
  }

  async #open(sealed: Uint8Array, place: ReturnType<typeof placeOf>): Promise<unknown> {
    return parseJson((await this.#vault.open(sealed, place)).reveal());
  }
}

/** Short-lived and many: they share the data key of their workspace, and the row's id is bound in the name of the field. */
function placeOf({ workspaceId, id }: DraftPlace, table: string) {
  return { workspaceId, ownerId: workspaceId, field: `${table}.draft ${id}` };
}
