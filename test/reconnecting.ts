/** A vendor that can take its consent back, flows that send to it, and the person who consents again. */
import { type JsonObject, makeId, type WorkspaceId } from '../src/foundation/index.ts';
import { type AuthorizationServer, type IssuedGrant, startAuthorizationServer } from './authorization-server.ts';
import { type Engine, makeEngine, makeMasterKeyText, makeWorkspace } from './engine.ts';
import { connectTo, oauthCredential } from './renewing.ts';

export interface SceneOptions {
  readonly url: string;
  /** Processes whose workers run; default 1. */
  readonly processes?: number;
  /** What is granted; default all that there is. */
  readonly scope?: string;
}

/** Ends things when a test is over. */
interface TestScope {
  after(run: () => Promise<void>): void;
}

export class Reconnecting {
  readonly server: AuthorizationServer;
  readonly engines: readonly Engine[];
  readonly first: Engine;
  readonly workspaceId: WorkspaceId;
  readonly grant: IssuedGrant;

  private constructor(parts: {
    server: AuthorizationServer;
    engines: readonly [Engine, ...Engine[]];
    workspaceId: WorkspaceId;
    grant: IssuedGrant;
  }) {
    this.server = parts.server;
    this.engines = parts.engines;
    this.first = parts.engines[0];
    this.workspaceId = parts.workspaceId;
    this.grant = parts.grant;
  }

  /** Starts a vendor, and connects a workspace of its own to it as `vendor`. */
  static async open(t: TestScope, { url, processes = 1, scope }: SceneOptions): Promise<Reconnecting> {
    const server = await startAuthorizationServer({}, t);
    const options = { url, masterKey: makeMasterKeyText(), ports: [server.port] };
    const engines = [await makeEngine(options)] as [Engine, ...Engine[]];
    while (engines.length < processes) engines.push(await makeEngine(options));
    t.after(async () => {
      await Promise.all(engines.map((engine) => engine.stop()));
    });
    const workspaceId = await makeWorkspace(engines[0].database, makeId<WorkspaceId>());
    const grant = await server.issueGrant(scope === undefined ? {} : { scope });
    await connectTo(server, { book: engines[0].connections }, { workspaceId, name: 'vendor', grant });
    await Promise.all(engines.map((engine) => engine.worker.start()));
    return new Reconnecting({ server, engines, workspaceId, grant });
  }

  /** The person consents anew, to everything or to what is named. */
  async reconnect(asked?: string): Promise<void> {
    const { server, first, workspaceId } = this;
    const { accessToken, refreshToken, expiresInSeconds, scope } = await server.issueGrant(
      asked === undefined ? {} : { scope: asked },
    );
    const tokens = { accessToken, refreshToken, expiresInMs: expiresInSeconds * 1_000 };
    const found = await first.connections.find(workspaceId, 'vendor');
    await first.connections.replaceCredential(found, oauthCredential(server), { tokens, asked: scope.split(' ') });
    await first.connections.markVerified(found);
  }

  /** States and problems of a flow's runs, in the order in which they came. */
  runsOf(flowName: string): Promise<{ state: string; problem: string | null }[]> {
    return this.first.database.query(
      `select run.state, run.problem from run join flow on flow.workspace_id = run.workspace_id and flow.id = run.flow_id
       where run.workspace_id = $1 and flow.name = $2 order by run.seq`,
      [this.workspaceId, flowName],
    );
  }

  /** Waits until all runs of a flow are in a state. */
  async untilAll(flowName: string, state: string): Promise<void> {
    await eventually(async () => {
      const states = new Set((await this.runsOf(flowName)).map((run) => run.state));
      if (states.size !== 1 || !states.has(state)) throw new Error(`${flowName}: ${[...states].join(', ')}`);
    });
  }

  /** What reached the vendor, in the order in which it did. */
  async received(): Promise<number[]> {
    return ((await this.server.items()) as { number: number }[]).map(({ number }) => number);
  }
}

/** A call that sends the event's number. */
export function sendStep(scopes?: readonly string[]): JsonObject {
  const body = { object: { number: { from: 'trigger.number' } } };
  return {
    key: 'send',
    kind: 'call',
    connection: 'vendor',
    operation: 'request',
    declare: { class: 'N', ...(scopes === undefined ? {} : { scopes: [...scopes] }) },
    input: { object: { method: { value: 'POST' }, path: { value: 'api/items' }, body } },
  };
}

/** A call that reads. */
export function readStep(): JsonObject {
  const input = { object: { method: { value: 'GET' }, path: { value: 'api/items' } } };
  const declare = { class: 'R', scopes: ['items.read'] };
  return { key: 'read', kind: 'call', connection: 'vendor', operation: 'request', declare, input };
}

const LONGEST_WAIT_MS = 30_000;

/** Tries a check until it no longer throws, for a bounded time. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const endAt = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > endAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
