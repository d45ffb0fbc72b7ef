// Loaded ahead of a program that is not ours, so that it is tied to its parent and its memory like the programs that are.

import { dieWithParent } from "./lifeline.ts";
import { memoryGiven } from "./memory-limit.ts";

dieWithParent(memoryGiven(process.argv));
