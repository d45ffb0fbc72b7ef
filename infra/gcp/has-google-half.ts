// Whether there is anything to make in Google Cloud: asked before the library that makes it is loaded.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";

/** True also where all topics are others': functions are granted rights on them. */
export const hasGoogleHalf = ({ topics, functions }: Deployment): boolean =>
  topics.length > 0 || functions.some(({ cloud }) => cloud === "gcp");
