// What `hopspan/servers` gives to the tests of others: types alone, which are handed out as they stand here.

/** One fault, as docs/faults.md tells of it, with exactly one of the keys from `delayMs` on. */
export interface EmbeddedFault {
  readonly at?: string | readonly string[];
  readonly on?: string | readonly string[];
  readonly rate?: number;
  readonly skip?: number;
  readonly times?: number;
  readonly afterSeconds?: number;
  readonly forSeconds?: number;
  readonly delayMs?: number | { readonly least: number; readonly most: number };
  readonly refuse?: string;
  readonly expireToken?: true;
  readonly down?: true;
  readonly hang?: true;
  readonly loseAnswer?: "cut" | "error" | "hang";
  readonly failEntries?: string;
  readonly duplicate?: true;
  readonly reorder?: true;
}

/** Faults by a seed: 1 where absent. */
export interface EmbeddedFaults {
  readonly seed?: number;
  readonly faults: readonly EmbeddedFault[];
}

/** How often a fault has struck, of how many requests, entries or messages that it was for. */
export interface EmbeddedFaultCount {
  readonly fault: string;
  readonly seen: number;
  readonly injected: number;
}

/** What both servers have in common. They listen on loopback, check no credentials, keep everything in memory. */
export interface EmbeddedServer {
  readonly port: number;
  /** What clients read: to be put into `process.env`, or given to a process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Forgets everything, and all faults; the port stays. */
  reset(): void;
  /** Lets so many milliseconds pass at once: time-outs, delays and retention run out. Never back. */
  advance(ms: number): void;
  /** Puts faults in place of those before; none where left out. Throws an error that lists all that is wrong with them. */
  setFaults(faults?: EmbeddedFaults): void;
  injected(): readonly EmbeddedFaultCount[];
  /** Ends what waits, closes every connection, resolves when the port is free. */
  stop(): Promise<void>;
}

/** An SQS. */
export interface EmbeddedSqs extends EmbeddedServer {
  /** What goes into `AWS_ENDPOINT_URL_SQS`, or into the `endpoint` of a client. */
  readonly url: string;
}

/** A Pub/Sub. */
export interface EmbeddedPubsub extends EmbeddedServer {
  /** Host and port: what goes into `PUBSUB_EMULATOR_HOST`. */
  readonly host: string;
}

/** How an SQS is started. */
export interface EmbeddedSqsOptions {
  /** A free one where absent. */
  readonly port?: number;
  /** Twelve digits, of clients that do not say: 000000000000 where absent. */
  readonly account?: string;
  /** Likewise: us-east-1 where absent. */
  readonly region?: string;
  readonly faults?: EmbeddedFaults;
}

/** How a Pub/Sub is started. */
export interface EmbeddedPubsubOptions {
  /** A free one where absent. */
  readonly port?: number;
  /** For `environment` alone, as the server takes any: `local` where absent. */
  readonly project?: string;
  readonly faults?: EmbeddedFaults;
}

/** Resolves once it listens. Rejects where the port is taken. */
export type StartSqs = (options?: EmbeddedSqsOptions) => Promise<EmbeddedSqs>;

/** Resolves once it listens. Rejects where the port is taken. */
export type StartPubsub = (options?: EmbeddedPubsubOptions) => Promise<EmbeddedPubsub>;
