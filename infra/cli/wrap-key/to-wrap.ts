// What one KMS is asked to wrap.

/** `key` is the KMS's own name of its key; `context` what the data key is for, without which nobody unwraps it. */
export interface ToWrap {
  readonly key: string;
  readonly plain: Uint8Array;
  readonly context: string;
}
