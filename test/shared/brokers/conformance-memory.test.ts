import { conformance } from "../../suites/conformance.ts";
import { memoryHarness } from "../../support/harness/memory.ts";

conformance(memoryHarness);
