/**
 * The API from the other side: for the command line, the sandbox and tests. Answers are read without loss, and a problem
 * comes back as the error it is. This is the one file that uses the global `fetch`.
 */
import { type JsonObject, type JsonValue, stringifyJson } from '../foundation/index.ts';
import type { MemberShown } from './access-shapes.ts';
import { type PlainAnswer, readApiAnswer } from './api-answer.ts';
import { ConnectingClient } from './connecting-client.ts';
import type { ConnectionShown, ConnectorShown, ConnectorSummary, NewConnectionDraft } from './connection-shapes.ts';
import type { ChangesShown, DraftShown, FlowChanges } from './draft-shapes.ts';
import { fail } from './errors.ts';
import type {
  FlowBundle,
  FlowCheck,
  FlowDetails,
  FlowSummary,
  HookShown,
  ImportShown,
  NewFlowDraft,
  PublishedShown,
  TemplateList,
  VersionDetails,
} from './flow-shapes.ts';
import type * as Notices from './notice-shapes.ts';
import type {
  EventAccepted,
  RunCounts,
  RunListQuery,
  RunPage,
  RunShown,
  RunSummary,
  VerdictDraft,
} from './run-shapes.ts';
import type { NewTokenDraft, TokenMade, TokenShown } from './token-shapes.ts';

export { ApiProblem, type PlainAnswer, readApiAnswer } from './api-answer.ts';

const TIMEOUT_MS = 35_000;

export interface ClientOptions {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Without it only what is open can be asked. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** One request as bytes. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
}

/** Sends one request and reads the whole answer, whatever its status; throws `api.client.unreachable`. */
export async function sendPlain(request: PlainRequest): Promise<PlainAnswer> {
  const { method, url, headers = {}, body, timeoutMs = TIMEOUT_MS } = request;
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: body as string | Uint8Array<ArrayBuffer> }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, contentType: answer.headers.get('content-type') ?? '', bytes };
  } catch (cause) {
    throw fail('api.client.unreachable', { cause, context: { url: new URL(url).origin } });
  }
}

export class ApiClient {
  readonly #options: ClientOptions;
  /** More about connections. */
  readonly connecting = new ConnectingClient(({ method, path, json }) =>
    this.#call({ method, path, ...(json === undefined ? {} : { body: stringifyJson(json), headers: JSON_BODY }) }),
  );

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async listFlows(): Promise<readonly FlowSummary[]> {
    return (await this.#get<{ flows: FlowSummary[] }>('/flows')).flows;
  }

  showFlow(name: string): Promise<FlowDetails> {
    return this.#get(`/flows/${segment(name)}`);
  }

  showVersion(name: string, number: number): Promise<VersionDetails> {
    return this.#get(`/flows/${segment(name)}/versions/${number}`);
  }

  checkFlow(document: JsonValue): Promise<FlowCheck> {
    return this.#post('/flows/check', { document });
  }

  publishFlow(document: JsonValue, note?: string): Promise<PublishedShown> {
    return this.#post('/flows/publish', { document, ...(note === undefined ? {} : { note }) });
  }

  /** Makes a flow with a draft; it takes no events before it is published. */
  createFlow(draft: NewFlowDraft): Promise<FlowSummary> {
    return this.#post('/flows', { ...draft } as JsonObject);
  }

  archiveFlow(name: string): Promise<FlowSummary> {
    return this.#call({ method: 'DELETE', path: `/flows/${segment(name)}` });
  }

  showDraft(name: string): Promise<DraftShown> {
    return this.#get(`/flows/${segment(name)}/draft`);
  }

  /** Keeps a document, problems and all; `revision` is the one that was read. */
  saveDraft(name: string, document: JsonValue, revision: number): Promise<DraftShown> {
    const body = stringifyJson({ document, revision });
    return this.#call({ method: 'PUT', path: `/flows/${segment(name)}/draft`, body, headers: JSON_BODY });
  }

  discardDraft(name: string): Promise<DraftShown> {
    return this.#call({ method: 'DELETE', path: `/flows/${segment(name)}/draft` });
  }

  publishDraft(name: string, revision: number, note?: string): Promise<PublishedShown> {
    return this.#post(`/flows/${segment(name)}/draft/publish`, { revision, ...(note === undefined ? {} : { note }) });
  }

  /** Makes a version's document the draft. */
  useVersion(name: string, number: number): Promise<DraftShown> {
    return this.#post(`/flows/${segment(name)}/versions/${number}/use`);
  }

  /** Makes a version live again. */
  rollBack(name: string, number: number): Promise<FlowSummary> {
    return this.#post(`/flows/${segment(name)}/versions/${number}/roll-back`);
  }

  /** The differences between two versions; `draft` stands for the draft. */
  async compareVersions(name: string, from: number | 'draft', to: number | 'draft'): Promise<FlowChanges> {
    return (await this.#get<ChangesShown>(`/flows/${segment(name)}/changes?from=${from}&to=${to}`)).changes;
  }

  /** `of`: `live`, `draft` or the number of a version. */
  exportFlow(name: string, of?: string): Promise<FlowBundle> {
    return this.#get(`/flows/${segment(name)}/export${of === undefined ? '' : `?of=${segment(of)}`}`);
  }

  importFlow(
    bundle: JsonValue,
    options: { name?: string; connections?: Record<string, string> } = {},
  ): Promise<ImportShown> {
    return this.#post('/flows/import', { bundle, ...options });
  }

  async listTemplates(): Promise<TemplateList['templates']> {
    return (await this.#get<TemplateList>('/templates')).templates;
  }

  /** Has the webhook registered at the vendor once more, after that has failed. */
  subscribeHook(flow: string): Promise<HookShown> {
    return this.#post(`/flows/${segment(flow)}/hook/subscribe`);
  }

  showHook(flow: string): Promise<HookShown> {
    return this.#get(`/flows/${segment(flow)}/hook`);
  }

  /** Lets events of the flow's webhook in, or refuses them; path and secret stay. */
  switchHook(flow: string, isEnabled: boolean): Promise<HookShown> {
    const body = stringifyJson({ isEnabled });
    return this.#call({ method: 'PATCH', path: `/flows/${segment(flow)}/hook`, body, headers: JSON_BODY });
  }

  /** Sets the signing secret, or has one made and gives it back. */
  replaceHookSecret(flow: string, draft: { secret?: string; keepPreviousMs?: number } = {}): Promise<HookShown> {
    return this.#post(`/flows/${segment(flow)}/hook/secret`, { ...draft });
  }

  /** Sends an event, byte for byte. */
  sendEvent(
    flow: string,
    event: { bytes: Uint8Array; dedupeKey?: string; contentType?: string },
  ): Promise<EventAccepted> {
    const { bytes, dedupeKey, contentType = 'application/json' } = event;
    const headers = {
      'content-type': contentType,
      ...(dedupeKey === undefined ? {} : { 'idempotency-key': dedupeKey }),
    };
    return this.#call({ method: 'POST', path: `/flows/${segment(flow)}/events`, body: bytes, headers });
  }

  listRuns(filter: RunListQuery = {}): Promise<RunPage> {
    const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
    return this.#get(`/runs${query.size === 0 ? '' : `?${query}`}`);
  }

  async countRuns(): Promise<RunCounts['counts']> {
    return (await this.#get<RunCounts>('/runs/counts')).counts;
  }

  showRun(id: string): Promise<RunShown> {
    return this.#get(`/runs/${segment(id)}`);
  }

  replayRun(id: string): Promise<RunSummary> {
    return this.#post(`/runs/${segment(id)}/replay`);
  }

  /** Gives the new run. */
  rerunRun(id: string): Promise<RunSummary> {
    return this.#post(`/runs/${segment(id)}/rerun`);
  }

  cancelRun(id: string): Promise<RunSummary> {
    return this.#post(`/runs/${segment(id)}/cancel`);
  }

  settleRun(id: string, verdict: VerdictDraft): Promise<RunSummary> {
    return this.#post(`/runs/${segment(id)}/settle`, { ...verdict });
  }

  async listTokens(): Promise<readonly TokenShown[]> {
    return (await this.#get<{ tokens: TokenShown[] }>('/tokens')).tokens;
  }

  /** The answer holds the secret, once. */
  makeToken(draft: NewTokenDraft): Promise<TokenMade> {
    return this.#post('/tokens', { ...draft });
  }

  revokeToken(id: string): Promise<TokenShown> {
    return this.#call({ method: 'DELETE', path: `/tokens/${segment(id)}` });
  }

  /** A link that makes the first owner; throws `access.set_up.done`. */
  makeSetUpLink(): Promise<{ link: string }> {
    return this.#post('/set-up/link', {});
  }

  async listMembers(): Promise<readonly MemberShown[]> {
    return (await this.#get<{ members: MemberShown[] }>('/members')).members;
  }

  /** A link by which a member sets a new password. */
  makeResetLink(personId: string): Promise<{ link: string }> {
    return this.#post(`/members/${segment(personId)}/reset-link`, {});
  }

  async listConnections(): Promise<readonly ConnectionShown[]> {
    return (await this.#get<{ connections: ConnectionShown[] }>('/connections')).connections;
  }

  showConnection(name: string): Promise<ConnectionShown> {
    return this.#get(`/connections/${segment(name)}`);
  }

  createConnection(draft: NewConnectionDraft): Promise<ConnectionShown> {
    return this.#post('/connections', { ...draft });
  }

  replaceCredential(name: string, credential: JsonObject, verify = false): Promise<ConnectionShown> {
    const body = stringifyJson(verify ? { credential, verify } : { credential });
    return this.#call({ method: 'PUT', path: `/connections/${segment(name)}/credential`, body, headers: JSON_BODY });
  }

  verifyConnection(name: string): Promise<ConnectionShown> {
    return this.#post(`/connections/${segment(name)}/verify`);
  }

  listNotices(query: Notices.NoticeListQuery = {}): Promise<Notices.NoticePage> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return this.#get(`/notices${search.size === 0 ? '' : `?${search}`}`);
  }

  acknowledgeNotice(id: string): Promise<Notices.NoticeShown> {
    return this.#post(`/notices/${segment(id)}/acknowledge`);
  }

  listChannels(): Promise<Notices.ChannelsShown> {
    return this.#get('/channels');
  }

  /** The answer holds the secret of a webhook, once. */
  createChannel(draft: Notices.NewChannelDraft): Promise<Notices.ChannelMade> {
    return this.#post('/channels', { ...draft } as JsonObject);
  }

  deleteChannel(id: string): Promise<unknown> {
    return this.#call({ method: 'DELETE', path: `/channels/${segment(id)}` });
  }

  /** Sends a test to every target of a channel now. */
  testChannel(id: string): Promise<Notices.ChannelTested> {
    return this.#post(`/channels/${segment(id)}/test`);
  }

  async listConnectors(): Promise<readonly ConnectorSummary[]> {
    return (await this.#get<{ connectors: ConnectorSummary[] }>('/connectors')).connectors;
  }

  showConnector(name: string): Promise<ConnectorShown> {
    return this.#get(`/connectors/${segment(name)}`);
  }

  /** True when the process says that it can take work. */
  async isReady(): Promise<boolean> {
    const { status } = await sendPlain({
      method: 'GET',
      url: `${this.#options.url}/api/health/ready`,
      timeoutMs: 3_000,
    });
    return status === 200;
  }

  #get<T>(path: string): Promise<T> {
    return this.#call({ method: 'GET', path });
  }

  #post<T>(path: string, body?: JsonObject): Promise<T> {
    return this.#call({
      method: 'POST',
      path,
      ...(body === undefined ? {} : { body: stringifyJson(body), headers: JSON_BODY }),
    });
  }

  async #call<T>(call: Omit<PlainRequest, 'url'> & { readonly path: string }): Promise<T> {
    const { url, token, timeoutMs } = this.#options;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await sendPlain({
      ...call,
      url: `${url}/api/v1${call.path}`,
      headers: { accept: 'application/json', ...authorization, ...call.headers },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    return readApiAnswer(answer, url) as T;
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

function segment(text: string): string {
  return encodeURIComponent(text);
}
