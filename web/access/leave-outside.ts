/** From the pages before the sign-in into the app. */

/** An address of this app to go on to; anything else is the start page, so that a link cannot lead a person away. */
export function safeTarget(wanted: string | undefined): string {
  return wanted !== undefined && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}

/** Loads the app anew at an address: nothing that was known without a session, or in another one, stays. */
export function enter(target: string): void {
  location.assign(target);
}

/** The secret of a link, which stands behind the `#` so that it reaches no log; empty when it is missing. */
export function linkToken(): string {
  return location.hash.slice(1);
}
