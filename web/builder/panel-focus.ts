/** Leads the focus to the place of a problem, once that place is drawn. */
import { targetId } from './step-seam.ts';

const TRIES = 40;
const TRY_MS = 50;

/**
 * Puts the focus on the element of a pointer; where there is none, on the nearest one around it. Waits a moment for the
 * exact one, because a mapper is loaded when it is first needed.
 */
export function focusPlace(pointer: string, triesLeft = TRIES): void {
  const exact = document.getElementById(targetId(pointer));
  if (exact !== null) focusOn(exact);
  else if (triesLeft > 0) setTimeout(() => focusPlace(pointer, triesLeft - 1), TRY_MS);
  else focusNear(pointer);
}

/** Longer than a closing dialog takes to give the focus back to where it was. */
const AFTER_DIALOG_MS = 50;

/** Does what moves the focus on after a dialog or a list that is closing now. */
export function afterDialog(move: () => void): void {
  setTimeout(move, AFTER_DIALOG_MS);
}

/** Puts the focus on the head of the settings. */
export function focusHead(): void {
  document.querySelector<HTMLElement>('[data-panel-head]')?.focus();
}

function focusNear(pointer: string): void {
  const around = pointer.slice(0, pointer.lastIndexOf('/'));
  const element = document.getElementById(targetId(around));
  if (element !== null) focusOn(element);
  else if (around === '') focusHead();
  else focusNear(around);
}

function focusOn(element: HTMLElement): void {
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
}
