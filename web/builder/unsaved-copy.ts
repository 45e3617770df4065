/** Keeps edits that could not be saved in the browser, so that a closed page loses nothing. */
import { type JsonValue, parseJson, stringifyJson } from '../../src/foundation/index.ts';
import type { FlowDocument } from '../../src/language/index.ts';
import { chosenWorkspace } from '../api/workspace-choice.ts';

const keyOf = (flowName: string): string => `holdfast-unsaved ${chosenWorkspace() ?? ''} ${flowName}`;

/** Keeps a document for the next time the flow is opened here; undefined forgets it. */
export function keepUnsaved(flowName: string, document: FlowDocument | undefined): void {
  try {
    if (document === undefined) localStorage.removeItem(keyOf(flowName));
    else localStorage.setItem(keyOf(flowName), stringifyJson(document as unknown as JsonValue));
  } catch {
    // A full or closed storage must not stand in the way of editing.
  }
}

/** What was kept, or undefined. */
export function keptUnsaved(flowName: string): JsonValue | undefined {
  try {
    const text = localStorage.getItem(keyOf(flowName));
    return text === null ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
