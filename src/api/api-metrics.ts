/**
 * What the process counts about itself, in the form of Prometheus. Labels are words of closed lists, never ids: a label
 * with a value for every run would make the page grow without end.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; a call to a vendor takes between a few milliseconds and the deadline of a minute. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface EndedAttempt {
  readonly operationClass: string;
  readonly kind: string;
  readonly outcome: string;
  readonly durationMs: number;
}

/** Numbers that are asked for when the page is read. */
export interface MetricSources {
  /** Runs by state over all workspaces; only states that something still leaves. */
  readonly countRuns?: () => Promise<Readonly<Record<string, number>>>;
  /** Entries that wait for the group commit. */
  readonly commitQueueLength?: () => number;
}

export class ApiMetrics {
  readonly #registry = new Registry();
  readonly #accepted = this.#counter('holdfast_events_accepted_total', 'Events that were stored with a run.');
  readonly #duplicates = this.#counter(
    'holdfast_events_duplicate_total',
    'Deliveries of events that were known already.',
  );
  readonly #refused = new Counter({
    name: 'holdfast_events_refused_total',
    help: 'Deliveries that were turned away, by status.',
    labelNames: ['status'],
    registers: [this.#registry],
  });
  readonly #attempts = new Counter({
    name: 'holdfast_attempts_total',
    help: 'Attempts that have ended, by class of operation, kind and outcome.',
    labelNames: ['class', 'kind', 'outcome'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'holdfast_attempt_duration_seconds',
    help: 'How long attempts took, from the first byte to the judgement.',
    labelNames: ['class'],
    buckets: DURATION_BUCKETS,
    registers: [this.#registry],
  });

  constructor(sources: MetricSources = {}) {
    collectDefaultMetrics({ register: this.#registry });
    this.#addRunGauge(sources.countRuns);
    this.#addQueueGauge(sources.commitQueueLength);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The page in the text format of Prometheus. */
  page(): Promise<string> {
    return this.#registry.metrics();
  }

  noteEvent(event: { readonly isDuplicate: boolean }): void {
    if (event.isDuplicate) this.#duplicates.inc();
    else this.#accepted.inc();
  }

  noteRefusal(status: number): void {
    this.#refused.inc({ status: String(status) });
  }

  noteAttempt(attempt: EndedAttempt): void {
    const { operationClass, kind, outcome, durationMs } = attempt;
    this.#attempts.inc({ class: operationClass, kind, outcome });
    this.#durations.observe({ class: operationClass }, durationMs / 1_000);
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] });
  }

  #addRunGauge(countRuns: MetricSources['countRuns']): void {
    if (countRuns === undefined) return;
    new Gauge({
      name: 'holdfast_runs',
      help: 'Runs that are under way or set aside, by state.',
      labelNames: ['state'],
      registers: [this.#registry],
      async collect() {
        this.reset();
        // A database that is away must not take the rest of the page with it.
        const counts = await countRuns().catch(() => ({}));
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
      },
    });
  }

  #addQueueGauge(queueLength: MetricSources['commitQueueLength']): void {
    if (queueLength === undefined) return;
    new Gauge({
      name: 'holdfast_commit_queue_length',
      help: 'Changes that wait to be stored.',
      registers: [this.#registry],
      collect() {
        this.set(queueLength());
      },
    });
  }
}
