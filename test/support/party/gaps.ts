// What independent parties can't do: the one table. A behaviour that fails and is not here fails the tests, and so does
// one that is here and works.

type Gaps = Readonly<Record<string, string>>;

const TRACELESS = "its SendMessageBatch drops MessageSystemAttributes, while its SendMessage keeps them";

/** moto, by behaviour. */
export const motoGaps: Gaps = {
  "carries an aws trace": TRACELESS,
  "carries an aws trace of another form": TRACELESS,
  "carries two traces that differ": TRACELESS,
  "carries everything at once": TRACELESS,
  "carries everything at once where order is kept": TRACELESS,
  "carries all of them at once": TRACELESS,
};

/** moto, of what a deployment has made. What it makes of alarms, dashboards and log groups is not asked. */
export const motoDeploymentGaps: Gaps = {
  "a function is of the architecture that was asked for": "it takes every function for one of x86_64",
  "a queue is closed to whoever does not speak TLS": "it makes no queue's own policy",
  "a queue's retention is changed in place": "a change of a stack leaves a queue's retention as it was made",
};

/** moto, of a bucket that CloudFormation makes. */
export const motoBucketGaps: Gaps = {
  "a bucket forgets in time": "it makes a bucket without its lifecycle",
  "a bucket is closed to the public": "it makes a bucket without what blocks the public",
  "a bucket is closed to whoever does not speak TLS": "it makes no bucket's own policy",
};

/**
 * Google's Pub/Sub emulator 0.8.20, by behaviour. Both were seen where messages are pulled one by one, as the harness does
 * to stand in for a push; pulled ten at a time it keeps the order of a refused key. Its own push was not tried.
 */
export const emulatorGaps: Gaps = {
  "brings a lane back from its first retry on, in order":
    "it hands out what is behind a refused message of its key before the refused one comes again",
  "lets other keys go on while one waits":
    "it hands out a refused key again at once, and no other key's messages for as long as it is refused",
};
