// The order of test files: those that mostly wait come first, so that the run does not end with them alone.

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Vitest's own order, which on a clean checkout goes by size alone, behind the journeys. */
export class JourneysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { journey = [], other = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      moduleId.includes("/test/journeys/") ? "journey" : "other",
    );
    return [...journey, ...other];
  }
}
