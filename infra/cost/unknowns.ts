// Why a figure is a range: what would have to be measured in a real account.

/** What is not known, and why, as one clause each. */
export const UNKNOWNS = {
  receiveFill: {
    about: "messages per receive",
    why: "1 to 10, and no page says how full Lambda's receives are at which rate",
  },
  idlePollers: {
    about: "pollers of a quiet queue",
    why: "Lambda starts with 5 and falls to 2; how soon is not said",
  },
  compression: { about: "how well bodies compress", why: "it depends on the bodies: say it where you know it" },
  callBytes: { about: "bytes around a message", why: "headers, JSON and tokens were counted on paper only" },
  waiting: { about: "time of a call", why: "no call between the clouds was timed" },
  cpu: { about: "CPU time of a message", why: "from prototypes on one machine, not from a cloud" },
  coldStarts: {
    about: "cold starts",
    why: "AWS says less than 1 % of invocations; how long they take was not measured there",
  },
  instances: {
    about: "how full instances get",
    why: "Cloud Run starts more before they are full, and not by a fixed rule",
  },
  sendFill: {
    about: "messages per send",
    why: "1 to 10, by how many pushes meet in one instance within the few ms that a message lingers",
  },
  keys: { about: "keys per request", why: "how keys mix in what arrives together depends on the senders" },
  logBytes: { about: "size of log entries", why: "both clouds add fields of their own, which were not measured" },
  keysUsed: { about: "KMS requests", why: "AWS gives a formula, and says that actual use may be higher" },
  small: { about: "small things", why: "their error does not show in a total" },
} as const satisfies Record<string, { readonly about: string; readonly why: string }>;

export type Unknown = keyof typeof UNKNOWNS;
