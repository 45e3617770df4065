/**
 * Brings the focus back when what had it goes away: a dialog that closes, a button that vanishes with what it offered, a
 * switch that rests while it works. Without this a person who uses keys would stand nowhere (WCAG 2.2, 2.4.3).
 */

/** Places that are remembered; the way back is never longer. */
const REMEMBERED = 24;

/** Longer than a page, a menu or a dialog of the library takes to set the focus itself. */
const SETTLE_MS = 60;

/** How often a button that rests while it works is looked at; together longer than any call takes. */
const MAX_LOOKS = 600;

/** Watches the focus of the whole page for as long as the page lives. */
export function keepFocus(): void {
  let places: readonly HTMLElement[] = [];
  let isTaken = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (looksLeft: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const last = places.at(-1);
      if (last === undefined || document.activeElement !== document.body) return;
      if (isResting(last) && looksLeft > 0) look(looksLeft - 1);
      // A click beside everything leaves the last place usable, and is meant.
      else if (isTaken || !canTakeFocus(last)) goBack(places);
    }, SETTLE_MS);
  };
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    isTaken = false;
    places = [...places.filter((place) => place !== target), target].slice(-REMEMBERED);
  });
  addEventListener('focusout', ({ target }) => {
    isTaken = target instanceof HTMLElement && isResting(target);
    look(MAX_LOOKS);
  });
  // Not every browser tells that an element went away with the focus; dialogs and lists lie right in the body.
  new MutationObserver(() => look(MAX_LOOKS)).observe(document.body, { childList: true });
}

function isResting(place: HTMLElement): boolean {
  return place.isConnected && place.matches(':disabled');
}

function canTakeFocus(place: HTMLElement): boolean {
  return place.isConnected && !place.matches(':disabled') && place.checkVisibility();
}

/** To what had the focus before; inside an open dialog to what the dialog names for that. */
function goBack(places: readonly HTMLElement[]): void {
  const dialog = [...document.querySelectorAll<HTMLElement>('[role=dialog][aria-modal=true]')].at(-1);
  const named = dialog?.querySelector<HTMLElement>('[data-autofocus]:not(:disabled)');
  const before = places.findLast((place) => canTakeFocus(place) && (dialog === undefined || dialog.contains(place)));
  (named ?? before ?? dialog?.querySelector<HTMLElement>('button'))?.focus();
}
