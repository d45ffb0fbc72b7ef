// One run of a verb that is run again and again: a process of its own, so that it sees every module as it is now.

import { dieWithParent } from "../local/process/lifeline.ts";

dieWithParent();
await import("./hopspan.ts");
