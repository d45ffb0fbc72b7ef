// What in the file a thing is made for, told from the names of endpoints and links.

import { hopOf } from "../identity.ts";

/** The owner of a link's part, by the link's name. */
export const ownerOfLink = (link: string): string => `hop ${hopOf({ name: link })}`;

/** The owner of an endpoint: itself where the file names it; a queue or topic that was added is its hop's, or its endpoint's. */
export const ownerOfEndpoint = (name: string): string =>
  name.includes("/") ? ownerOfLink(name) : `endpoint ${name.replace(/\..*$/, "")}`;
