/** Bounds of every call; each can be set by the operator, none can be switched off. */
export interface OutboundLimits {
  /** Name resolution, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** From the request's last byte to the end of the answer's head, unless the call's own deadline is later. */
  readonly headersTimeoutMs: number;
  /** Longest silence inside the answer's body. */
  readonly idleTimeoutMs: number;
  /** The whole call with all redirects, unless the call says otherwise. */
  readonly totalTimeoutMs: number;
  /** Of the answer's body, both as sent and unpacked. */
  readonly maxAnswerBytes: number;
  readonly maxAnswerHeaderBytes: number;
  /** Unpacked bytes per received byte, beyond the first MiB. Real answers stay below 50, bombs reach 1,000. */
  readonly maxInflationRatio: number;
  readonly maxConnectionsPerOrigin: number;
  /** Hosts with live connections at one time. */
  readonly maxOrigins: number;
  /** An idle connection is kept this long; short, because the other side may close it at the moment of re-use. */
  readonly keepAliveMs: number;
}

export const DEFAULT_OUTBOUND_LIMITS: OutboundLimits = {
  connectTimeoutMs: 5_000,
  headersTimeoutMs: 30_000,
  idleTimeoutMs: 15_000,
  totalTimeoutMs: 60_000,
  maxAnswerBytes: 10_485_760,
  maxAnswerHeaderBytes: 32_768,
  maxInflationRatio: 100,
  maxConnectionsPerOrigin: 128,
  maxOrigins: 1_000,
  keepAliveMs: 4_000,
};
