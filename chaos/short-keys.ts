/**
 * Flows for a vendor that forgets idempotency keys within seconds. Their keyed writes go through the generic connector,
 * where the author says how long a key lives. After that nobody can tell by the key whether a write happened, so a run in
 * doubt has to stop and ask a person; to send it again would make a second invoice.
 */
import type { CallStep, Step } from '../src/language/index.ts';
import type { ChaosFlow } from './chaos-flows.ts';

const KEYED = 'create_invoice';
const FOUND_BY_REFERENCE = 'create_invoice_by_reference';

/** The connection of the generic connector that stands beside one of the vendor's own. */
export function genericConnectionOf(connection: string): string {
  return `${connection}-http`;
}

/** The same flows, declaring that a key lives this long. */
export function withShortKeys(flows: readonly ChaosFlow[], keyLifeSeconds: number): readonly ChaosFlow[] {
  const shorten = (step: Step): Step => {
    if (step.kind === 'each') return { ...step, steps: step.steps.map(shorten) };
    return step.kind === 'call' ? shortenCall(step, keyLifeSeconds) : step;
  };
  return flows.map((flow) => {
    // A run that waits for a person keeps its lane waiting, which would be judged as stuck.
    if (flow.isOrdered) return { ...flow, steps: flow.steps.map(lookUpInstead) };
    const steps = flow.steps.map(shorten);
    return { ...flow, steps, hasShortKeys: JSON.stringify(steps) !== JSON.stringify(flow.steps) };
  });
}

function shortenCall(step: CallStep, keyLifeSeconds: number): CallStep {
  // What the generic connector gives stands inside of the answer.
  if (step.operation === 'send_invoice_email') {
    return { ...step, input: { object: { invoiceId: { from: 'steps.invoice.body.id' } } } };
  }
  if (step.operation !== KEYED) return step;
  return {
    ...step,
    connection: genericConnectionOf(step.connection),
    operation: 'request',
    declare: { class: 'K', idempotency: { header: 'Idempotency-Key', keyLife: `PT${keyLifeSeconds}S` } },
    input: { object: { method: { value: 'POST' }, path: { value: '/invoices' }, body: step.input } },
  };
}

function lookUpInstead(step: Step): Step {
  return step.kind === 'call' && step.operation === KEYED ? { ...step, operation: FOUND_BY_REFERENCE } : step;
}
