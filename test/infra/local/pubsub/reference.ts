// What replay means, as simply as it can be said: every message with its time and whether it is acknowledged.

interface Known {
  readonly text: string;
  readonly publishedAt: number;
  isAcked: boolean;
  /** Whether the subscription still has it, once it is acknowledged. */
  isHere: boolean;
}

interface ReferenceParts {
  readonly keepsAcked: boolean;
  readonly filter: string;
  readonly retentionMs: number;
  readonly topicRetentionMs: number | undefined;
  readonly now: () => number;
}

/** A topic and one subscription of it, in which a message is acknowledged as soon as it is taken. */
export function reference({ keepsAcked, filter, retentionMs, topicRetentionMs, now }: ReferenceParts) {
  const all: Known[] = [];
  let discardsBefore = Number.NEGATIVE_INFINITY;
  let taken: ReadonlySet<string> | undefined;
  const since: string[] = [];
  const isYoung = ({ publishedAt }: Known) => publishedAt > now() - Math.max(retentionMs, topicRetentionMs ?? 0);
  const isKept = (known: Known) => topicRetentionMs !== undefined && known.publishedAt > now() - topicRetentionMs;
  const isThere = (known: Known) => (known.isHere && isYoung(known)) || isKept(known);
  const setAll = (isWanted: (known: Known) => boolean, isOutside: (known: Known) => boolean) => {
    for (const known of all) {
      if (!isWanted(known)) {
        known.isHere = known.isHere && keepsAcked;
        known.isAcked = true;
      } else if (isThere(known) || isOutside(known)) Object.assign(known, { isAcked: false, isHere: true });
    }
  };
  return {
    publish(text: string, colour: string) {
      if (taken !== undefined) since.push(text);
      if (filter !== "" && colour !== "red") return;
      const isAcked = now() < discardsBefore;
      all.push({ text, publishedAt: now(), isAcked, isHere: !isAcked || keepsAcked });
    },
    ack(texts: readonly string[]) {
      for (const known of all)
        if (texts.includes(known.text)) Object.assign(known, { isAcked: true, isHere: keepsAcked });
    },
    seek(time: number) {
      setAll(
        ({ publishedAt }) => publishedAt >= time,
        () => false,
      );
      discardsBefore = time;
    },
    snapshot() {
      taken = new Set(all.filter((known) => !known.isAcked && isYoung(known)).map(({ text }) => text));
    },
    back() {
      const ids = new Set([...(taken ?? []), ...since]);
      setAll(
        ({ text }) => ids.has(text),
        () => true,
      );
      discardsBefore = Number.NEGATIVE_INFINITY;
    },
    /** What is to be delivered, sorted. */
    waiting: (): readonly string[] =>
      all
        .filter((known) => !known.isAcked && isYoung(known))
        .map(({ text }) => text)
        .toSorted(),
  };
}
