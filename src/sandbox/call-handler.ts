import { type Clock, type JsonObject, makeId, makeObject, stringifyJson } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { bendAnswer, faultAnswer, isBeforeEffect, json, type VendorAnswer } from './fault-answer.ts';
import type { SavedAnswer } from './idempotency-store.ts';
import { refusalFrom } from './refusal.ts';
import type { Faults, SwitchBoard } from './switch-board.ts';
import type { SwitchSetting } from './switch-table.ts';
import type { Plan, Refusal, VendorCall, VendorRoute } from './vendor.ts';
import type { VendorState } from './vendor-state.ts';

/** A call as it came in, after its credential was found to be right. */
export interface IncomingCall {
  /** Path and query as sent. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: JsonObject;
}

export interface CallHandlerDeps {
  readonly state: VendorState;
  readonly switches: SwitchBoard;
  readonly clock: Clock;
  /** Words a refusal as the vendor does. */
  readonly errorBody: (refusal: Refusal) => JsonObject;
}

/** How long a job of `accepted_202` stays pending unless the switch says otherwise. */
const JOB_PENDING_MS = 1_000;

interface KeyUse {
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * Answers calls of a vendor's API: switches first, then the idempotency key, then the work. That order is what the table
 * of switches promises: a fault before the effect leaves no trace, one after it leaves the whole effect.
 */
export class CallHandler {
  readonly #deps: CallHandlerDeps;

  constructor(deps: CallHandlerDeps) {
    this.#deps = deps;
  }

  /** The answer to a call; rejects only on a defect of the stand-in or a journal that cannot be written. */
  async handle(route: VendorRoute, call: IncomingCall): Promise<VendorAnswer> {
    const path = call.url.split('?', 1)[0] ?? '/';
    const faults = this.#deps.switches.take({ operation: route.operation, path });
    const { ending } = faults;
    const keyUse = readKeyUse(route, call);
    if (ending !== undefined && isBeforeEffect(ending)) {
      await this.#wait(faults.slowMs);
      return ending.name === 'replay_500' ? this.#saveFault(ending, keyUse) : this.#fault(ending);
    }
    const answer = await this.#answer(route, call, { faults, keyUse: faults.hasKeyStore ? keyUse : undefined });
    return ending?.afterEffect === true ? this.#fault(ending) : bendAnswer(answer, faults);
  }

  /** Without a key, or with a key that is new, the work is done; else the key decides. */
  async #answer(
    route: VendorRoute,
    call: IncomingCall,
    use: { faults: Faults; keyUse: KeyUse | undefined },
  ): Promise<VendorAnswer> {
    const { faults, keyUse } = use;
    if (keyUse === undefined) {
      await this.#wait(faults.slowMs);
      return this.#work(route, call, use);
    }
    const claim = this.#deps.state.keys.claim({ ...keyUse, nowMs: this.#deps.clock.nowMs(), lifeMs: faults.keyLifeMs });
    if (claim.kind === 'busy') return this.#refuse(fail('sandbox.key.in_progress'));
    if (claim.kind === 'reused') return this.#refuse(fail('sandbox.key.reused'));
    if (claim.kind === 'replay') return replayed(claim.answer);
    try {
      await this.#wait(faults.slowMs);
      return await this.#work(route, call, use);
    } finally {
      this.#deps.state.keys.release(keyUse.key);
    }
  }

  async #work(
    route: VendorRoute,
    call: IncomingCall,
    use: { faults: Faults; keyUse: KeyUse | undefined },
  ): Promise<VendorAnswer> {
    const nowMs = this.#deps.clock.nowMs();
    let plan: Plan;
    try {
      plan = this.#plan(route, call, { nowMs, faults: use.faults });
    } catch (error) {
      return this.#refuse(error);
    }
    await this.#commit(plan, { nowMs, call, keyUse: use.keyUse });
    return json(plan.status, plan.body);
  }

  #plan(route: VendorRoute, call: IncomingCall, at: { nowMs: number; faults: Faults }): Plan {
    const { ending, indexLagMs } = at.faults;
    const plan = route.handle(this.makeCall(call, { nowMs: at.nowMs, indexLagMs }));
    const isWrite = plan.puts !== undefined || plan.removes !== undefined;
    return isWrite && ending?.name === 'accepted_202'
      ? acceptAsJob(plan, at.nowMs + (ending.ms ?? JOB_PENDING_MS))
      : plan;
  }

  /** The call as a route's `handle` sees it. */
  makeCall(call: IncomingCall, at: { readonly nowMs: number; readonly indexLagMs: number }): VendorCall {
    const { params, query, body } = call;
    return {
      params,
      query,
      body,
      businessKey: header(call, 'x-business-key'),
      ...at,
      table: (name) => this.#deps.state.table(name),
    };
  }

  /** Plan and change run without a pause between them, so no other call can come in between. */
  async #commit(plan: Plan, context: { nowMs: number; call: IncomingCall; keyUse: KeyUse | undefined }): Promise<void> {
    const { state } = this.#deps;
    const { nowMs, keyUse } = context;
    if (plan.puts === undefined && plan.removes === undefined) return;
    const idempotencyKey = header(context.call, 'idempotency-key');
    const effect =
      plan.effect === undefined ? undefined : state.numberEffect(plan.effect, { atMs: nowMs, idempotencyKey });
    const answer =
      keyUse === undefined
        ? undefined
        : savedAnswer(keyUse, { nowMs, status: plan.status, body: stringifyJson(plan.body) });
    await state.commit({ atMs: nowMs, puts: plan.puts ?? [], removes: plan.removes ?? [], effect, answer });
  }

  async #saveFault(setting: SwitchSetting, keyUse: KeyUse | undefined): Promise<VendorAnswer> {
    const nowMs = this.#deps.clock.nowMs();
    const fault = this.#fault(setting);
    if (keyUse === undefined) return fault;
    const claim = this.#deps.state.keys.claim({ ...keyUse, nowMs, lifeMs: Number.POSITIVE_INFINITY });
    if (claim.kind === 'replay') return replayed(claim.answer);
    if (claim.kind !== 'new') return this.#refuse(fail('sandbox.key.in_progress'));
    const answer = savedAnswer(keyUse, { nowMs, status: fault.status, body: fault.body });
    await this.#deps.state.commit({ atMs: nowMs, puts: [], removes: [], effect: undefined, answer });
    return fault;
  }

  #fault(setting: SwitchSetting): VendorAnswer {
    return faultAnswer(setting, { nowMs: this.#deps.clock.nowMs(), refuse: this.#deps.errorBody });
  }

  #refuse(error: unknown): VendorAnswer {
    const refusal = refusalFrom(error);
    if (refusal.status === 500) throw error;
    return json(refusal.status, this.#deps.errorBody(refusal));
  }

  #wait(delayMs: number): Promise<void> {
    if (delayMs === 0) return Promise.resolve();
    return new Promise((resolve) => this.#deps.clock.after(delayMs, resolve));
  }
}

function readKeyUse(route: VendorRoute, call: IncomingCall): KeyUse | undefined {
  const key = header(call, 'idempotency-key');
  if (route.isKeyed !== true || key === undefined) return undefined;
  return { key, fingerprint: `${route.method} ${call.url} ${stringifyJson(call.body)}` };
}

function savedAnswer(keyUse: KeyUse, answer: { nowMs: number; status: number; body: string }): SavedAnswer {
  return { ...keyUse, status: answer.status, body: answer.body, atMs: answer.nowMs };
}

function replayed(answer: SavedAnswer): VendorAnswer {
  const whole = json(answer.status, null);
  return { ...whole, headers: { ...whole.headers, 'idempotent-replayed': 'true' }, body: answer.body };
}

/** The same change, with an answer that only promises it. */
function acceptAsJob(plan: Plan, doneAtMs: number): Plan {
  const job = makeObject([
    ['id', `job_${makeId()}`],
    ['doneAtMs', doneAtMs],
    ['result', plan.body],
  ]);
  const body = { job: { id: job.id ?? null, status: 'pending' } };
  return { ...plan, status: 202, body, puts: [...(plan.puts ?? []), { table: 'jobs', record: job }] };
}

function header(call: IncomingCall, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
