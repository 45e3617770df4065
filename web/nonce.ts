/** The nonce that the server wrote into the page; scripts read it from the property, the attribute is hidden from them. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Tells the part that locks scrolling behind dialogs, which adds a style of its own and asks this global. */
export function shareNonce(): void {
  (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();
}
