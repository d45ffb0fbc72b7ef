// What became of a feed, as a line of the account.

import type { FeedEnd } from "../local/feed.ts";

/** One feed in the account: sent + refused + unsent are all lines that were read. */
export interface FeedReport extends FeedEnd {
  readonly file: string;
  /** The endpoint's name. */
  readonly to: string;
}

/** True where all that a feed has was sent. */
export const isWhole = ({ refused, unsent, isRead }: FeedEnd): boolean => refused === 0 && unsent === 0 && isRead;

/** How people call the file of a feed: `-` is what comes in. */
export const feedName = (file: string): string => (file === "-" ? "standard input" : file);

/** The report as one line; says what is missing, where anything is. */
export function feedLine({ file, to, sent, refused, unsent, repeated = 0, isRead, failure }: FeedReport): string {
  const parts = [
    `${number(sent)} ${sent === 1 ? "line" : "lines"} sent`,
    ...(repeated > 0 ? [`${number(repeated)} of them twice, perhaps, since no answer came`] : []),
    ...(refused > 0 ? [`${number(refused)} refused`] : []),
    ...(unsent > 0 ? [`${number(unsent)} not sent, since the run was ended`] : []),
    ...(isRead ? [] : [failure ?? "the rest was not read, since the run was ended"]),
  ];
  return `${feedName(file)} -> ${to}: ${parts.join(", ")}`;
}

const number = (count: number) => count.toLocaleString("en-US");
