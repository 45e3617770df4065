/**
 * Brings the focus back when what had it goes away: a dialog that closes, a button that vanishes with what it offered, a
 * switch that rests while it works. Without this a person who uses keys would stand nowhere (WCAG 2.2, 2.4.3).
 */

/** Places that are remembered; the way back is never longer. */
const REMEMBERED = 24;

/** Longer than a page, a menu or a dialog of the library takes to set the focus itself. */
const SETTLE_MS = 60;

/** Watches the focus of the whole page for as long as the page lives. */
export function keepFocus(): void {
  let places: readonly HTMLElement[] = [];
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    places = [...places.filter((place) => place !== target), target].slice(-REMEMBERED);
  });
  const look = (): void => void setTimeout(() => findWayBack(places), SETTLE_MS);
  addEventListener('focusout', look);
  // Not every browser tells that an element went away with the focus; dialogs and lists lie right in the body.
  new MutationObserver(look).observe(document.body, { childList: true });
}

/** A click beside everything leaves the last place usable, and is meant. */
function findWayBack(places: readonly HTMLElement[]): void {
  const last = places.at(-1);
  if (last === undefined || document.activeElement !== document.body || canTakeFocus(last)) return;
  if (last.isConnected && last.matches(':disabled')) waitFor(last);
  else places.findLast(canTakeFocus)?.focus();
}

function canTakeFocus(place: HTMLElement): boolean {
  return place.isConnected && !place.matches(':disabled') && place.checkVisibility();
}

/** Gives the focus back to a button that worked for a moment, unless the person has gone elsewhere meanwhile. */
function waitFor(place: HTMLElement): void {
  const watch = new MutationObserver(() => {
    if (place.matches(':disabled')) return;
    watch.disconnect();
    if (document.activeElement === document.body) place.focus();
  });
  watch.observe(place, { attributeFilter: ['disabled'] });
}
