/** A second factor that waits for its first code; the server gives both parts once. */
export interface NewFactor {
  /** What the app reads out of the QR code. */
  readonly uri: string;
  readonly codes: readonly string[];
}
