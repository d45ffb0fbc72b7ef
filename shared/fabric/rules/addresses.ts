// One name, one thing: nothing in the fabric stands for the same queue, topic or subscription as another.

import type { Problem } from "../../core/errors.ts";
import { compile, type Placed } from "../compile.ts";
import { lambdaName } from "../deployment/identity.ts";
import { type Fabric, fault } from "../fabric.ts";
import type { Endpoint, Link } from "../link.ts";

const addressOf = (endpoint: Endpoint): string =>
  endpoint.broker === "sqs"
    ? `queue ${endpoint.queue} in ${endpoint.account}, ${endpoint.region}`
    : `topic ${endpoint.topic} in ${endpoint.project}`;

/** Two endpoints for one queue or topic hide its second consumer, and circles. */
export function sharedAddresses(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, string>();
  return [...fabric.endpoints].flatMap(([name, { endpoint }]) => {
    const address = addressOf(endpoint);
    const other = first.get(address);
    if (other === undefined) first.set(address, name);
    return other === undefined
      ? []
      : [
          fault(
            fabric,
            ["endpoints", name],
            "SAME_ADDRESS",
            `endpoint ${name} is the very ${address} that ${other} is: keep one of the two`,
          ),
        ];
  });
}

/** What a fabric makes by itself is named after hops and endpoints, and two such names can fall together. */
export function derivedNames(fabric: Fabric): readonly Problem[] {
  const { endpoints, links } = compile(wholeHops(fabric));
  const things = [
    ...endpoints.map((placed) => ({ thing: addressOf(placed), derived: isDerived(placed), at: ownerOf(placed) })),
    ...links.map((link) => ({ thing: `link ${link.name}`, derived: true, at: hopOf(link) })),
    // Links of one name have been told of already.
    ...[...new Map(links.map((link) => [link.name, link])).values()].map((link) => {
      return { thing: `function ${lambdaName(link)}`, derived: true, at: hopOf(link) };
    }),
    ...links.flatMap((link) =>
      "subscription" in link
        ? [{ thing: `subscription ${link.subscription} in ${link.source.project}`, derived: true, at: hopOf(link) }]
        : [],
    ),
  ];
  const seen = new Set<string>();
  return things.flatMap(({ thing, derived, at }) => {
    const isNew = !seen.has(thing);
    seen.add(thing);
    if (isNew || !derived) return [];
    const path = at.kind === "hop" ? ["hops", at.name] : ["endpoints", at.name];
    return [
      fault(
        fabric,
        path,
        "DERIVED_NAME",
        `${at.kind} ${at.name} needs ${thing}, which is taken: rename the ${at.kind}`,
      ),
    ];
  });
}

interface Owner {
  readonly kind: "hop" | "endpoint";
  readonly name: string;
}

const isDerived = ({ role }: Placed): boolean => role === "inner" || role === "dead-letters";

/** `fabric/hop.more` was made for the hop. */
const hopOf = ({ name }: Pick<Link, "name">): Owner => ({ kind: "hop", name: /\/([^.]*)/.exec(name)?.[1] ?? name });

/** Derived endpoints are named after the link or the endpoint that they were made for. */
const ownerOf = ({ name }: Placed): Owner =>
  name.includes("/") ? hopOf({ name }) : { kind: "endpoint", name: name.replace(/\..*/, "") };

/** Only hops whose ends are all there can be compiled; the others are told elsewhere. */
function wholeHops(fabric: Fabric): Fabric {
  const whole = [...fabric.hops].filter(([, { from, to }]) =>
    [...from, ...to].every((end) => fabric.endpoints.has(end)),
  );
  return { ...fabric, hops: new Map(whole) };
}
