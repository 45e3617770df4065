import type { PublishedFlow } from '../flows/index.ts';
import type { JsonValue } from '../foundation/index.ts';
import type { PublishedShown } from './flow-shapes.ts';
import { consentShown, type FlowViewDeps, hookShown } from './flow-view.ts';

/**
 * Gives what was just made live its webhook, registers that at the vendor where the trigger names a connection, and
 * shows both. The vendor's refusal changes nothing about the version, nor do scopes that are missing: they are told beside it.
 */
export async function publishedShown(deps: FlowViewDeps, published: PublishedFlow): Promise<PublishedShown> {
  const { flow, document, version, isUnchanged } = published;
  const { workspaceId, id } = flow;
  const { path, secret } = await deps.triggers.ensure(workspaceId, id, document.trigger);
  const url = `${deps.publicUrl()}${path}`;
  await deps.subscriptions.ensure({ workspaceId, flowId: id, trigger: document.trigger, url });
  const consent = await deps.connectionUse.consentFor(workspaceId, document as unknown as JsonValue);
  const hook = await hookShown(deps, flow, secret);
  return { flow: flow.name, version, isUnchanged, hook, consent: consentShown(consent) };
}
