import { type Clock, type Log, type Service, silentLog, systemClock } from '../foundation/index.ts';
import { CallHandler, type IncomingCall } from './call-handler.ts';
import { makeControlRoutes } from './control-routes.ts';
import { json, type VendorAnswer } from './fault-answer.ts';
import { createServer, type ServedRoute } from './http-server.ts';
import { jobRoute } from './job-route.ts';
import { type JournalPort, memoryJournal } from './journal.ts';
import { refusalFrom } from './refusal.ts';
import { SwitchBoard } from './switch-board.ts';
import type { VendorAction, VendorDefinition, VendorRoute } from './vendor.ts';
import { VendorState } from './vendor-state.ts';
import { type DeliverPort, WebhookSender } from './webhook-sender.ts';

/** A vendor that can be started and stopped; stopping keeps what it remembers. */
export interface StandIn extends Service {
  /** Such as `http://127.0.0.1:3101`; the port is known once it is started. */
  readonly url: string;
}

/** What every stand-in may be given; only the port is needed. */
export interface StandInOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Default: in memory, so that a new process starts from the seeds. */
  readonly journal?: JournalPort;
  /** Sends webhooks; without it every try fails. */
  readonly deliver?: DeliverPort;
  readonly clock?: Clock;
  readonly log?: Log;
}

/**
 * Serves one vendor on one port: its API behind a credential, and `/sandbox` and `/` without. It does not know what the
 * vendor sells; that is the definition's matter.
 */
export class VendorStandIn implements StandIn {
  readonly name: string;
  readonly #definition: VendorDefinition;
  readonly #options: StandInOptions;
  readonly #switches = new SwitchBoard();
  readonly #state: VendorState;
  readonly #sender: WebhookSender;
  readonly #calls: CallHandler;
  readonly #clock: Clock;
  readonly #log: Log;
  #server: ReturnType<typeof createServer> | undefined;
  #port: number;
  #isLoaded = false;

  constructor(definition: VendorDefinition, options: StandInOptions) {
    this.name = definition.name;
    this.#definition = definition;
    this.#options = options;
    this.#port = options.port;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? silentLog;
    this.#state = new VendorState(definition, options.journal ?? memoryJournal());
    const parts = { state: this.#state, switches: this.#switches, clock: this.#clock, log: this.#log };
    this.#sender = new WebhookSender({ ...parts, deliver: options.deliver ?? refuseToDeliver });
    this.#calls = new CallHandler({ ...parts, errorBody: definition.errorBody });
  }

  get url(): string {
    return `http://${this.#options.host ?? '127.0.0.1'}:${this.#port}`;
  }

  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    if (!this.#isLoaded) await this.#state.load();
    this.#isLoaded = true;
    this.#server = createServer({
      routes: this.#routes(),
      checkCredential: this.#definition.checkCredential,
      refuse: (error) => this.#refuse(error),
    });
    const address = await this.#server.listen({ port: this.#options.port, host: this.#options.host ?? '127.0.0.1' });
    this.#port = Number(new URL(address).port);
    this.#sender.start();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#sender.stop();
    await server?.close();
  }

  #routes(): ServedRoute[] {
    const { routes, actions, guide } = this.#definition;
    const served = [...routes, jobRoute];
    const events = actions.map((action) => `event.${action.event}`);
    const operations = [...served.map((route) => route.operation), ...events];
    return [
      ...served.map((route) => this.#serveApi(route)),
      ...actions.map((action) => this.#serveAction(action)),
      ...makeControlRoutes({ state: this.#state, switches: this.#switches, operations }),
      { method: 'GET', path: '/', isProtected: false, answer: async () => textPage(guide(this.url)) },
    ];
  }

  #serveApi(route: VendorRoute): ServedRoute {
    const { method, path } = route;
    return { method, path, isProtected: true, answer: (call) => this.#calls.handle(route, call) };
  }

  #serveAction(action: VendorAction): ServedRoute {
    return { method: 'POST', path: action.path, isProtected: false, answer: (call) => this.#act(action, call) };
  }

  /** What happened and its deliveries become one change: an event is announced if, and only if, it took place. */
  async #act(action: VendorAction, call: IncomingCall): Promise<VendorAnswer> {
    const nowMs = this.#clock.nowMs();
    const plan = action.handle(this.#calls.makeCall(call, { nowMs, indexLagMs: 0 }));
    const deliveries = this.#sender.plan(plan.event, nowMs);
    const puts = [...(plan.puts ?? []), ...deliveries];
    await this.#state.commit({ atMs: nowMs, puts, removes: [], effect: undefined, answer: undefined });
    for (const { record } of deliveries) this.#sender.send(String(record.id));
    return json(plan.status, { event: plan.event.type, deliveries: deliveries.length, record: plan.body });
  }

  #refuse(error: unknown): VendorAnswer {
    const refusal = refusalFrom(error);
    if (refusal.status === 500) this.#log.error('sandbox.call_failed', { vendor: this.name, error: String(error) });
    return json(refusal.status, this.#definition.errorBody(refusal));
  }
}

function textPage(body: string): VendorAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body, delivery: 'whole' };
}

async function refuseToDeliver(): Promise<never> {
  throw new Error('This stand-in was given no way to send webhooks.');
}
