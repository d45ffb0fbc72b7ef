// What a fabric has once in each account and region of AWS: the stack, its alarms and whom they tell, the dashboard.

import { prefixOf } from "../../derive-name.ts";
import type { Deployment } from "../deployment.ts";
import type { LambdaPlan } from "../function-plan.ts";
import { stackName } from "../stack-name.ts";
import { type PlaceHeld, placesHeld } from "./places.ts";
import { type Entry, entry, type Kind, listed, type Settings, settingsOf } from "./thing.ts";

/** Alarms that look at many hops are one thing per place and kind, whatever number of them it takes. */
export const awsWatchThings = (deployment: Deployment): readonly Entry[] =>
  placesHeld(deployment).flatMap((held) => {
    const { fabric, ground } = deployment;
    const stack = stackName(deployment, held);
    const here = (kind: Kind, name: string, settings: Settings) =>
      entry(["aws", kind], [held.account, held.region], name, undefined, settings);
    const email = listed([...new Set(ground.alarms?.email ?? [])].toSorted());
    return [
      here("stack", stack, tagsOf(deployment)),
      here("alarm-topic", `${prefixOf(fabric)}alarms`, email === "" ? {} : { email }),
      ...alarms(held).map(([name, settings]) => here("alarm", `${prefixOf(stack)}${name}`, settings)),
      ...(held.lambdas.length === 0 ? [] : [here("dashboard", stack, { rows: rowsOf(deployment, held) })]),
    ];
  });

/** What the file tags everything with, on every thing in the stack. */
export const tagsOf = ({ ground }: Deployment): Settings =>
  settingsOf(Object.fromEntries(Object.entries(ground.tags ?? {}).map(([name, value]) => [`tag ${name}`, value])));

type Alarm = readonly [name: string, settings: Settings];

function alarms({ account, lambdas, dead }: PlaceHeld): readonly Alarm[] {
  // A queue of another account is seen by nobody here.
  const seen = lambdas.filter(({ link }) => link.source.broker === "sqs" && link.source.account === account);
  const functions = { watches: listed(lambdas.map(({ name }) => name)) };
  const sources = listed(seen.map(({ link }) => link.source.name));
  const all: readonly Alarm[] = [
    ["age", seen.length === 0 ? {} : { watches: sources, ...budgets(seen) }],
    ["dead-letters", dead.length === 0 ? {} : { watches: listed(dead.map(({ endpoint }) => endpoint.queue)) }],
    ["errors", lambdas.length === 0 ? {} : functions],
    ["throttles", lambdas.length === 0 ? {} : functions],
    ["reconciliation", seen.length === 0 ? {} : { watches: sources }],
  ];
  return all.filter(([, settings]) => Object.keys(settings).length > 0);
}

/** Each source's own budget, so that a changed one is named. */
const budgets = (seen: readonly LambdaPlan[]): Settings =>
  Object.fromEntries(seen.map(({ link, ageBudgetSeconds }) => [`seconds of ${link.source.name}`, ageBudgetSeconds]));

/** In the order of the file, as the dashboard has them. */
const rowsOf = ({ functions }: Deployment, { account, region }: PlaceHeld): string =>
  listed(
    functions
      .filter((plan) => plan.cloud === "aws" && plan.account === account && plan.region === region)
      .map(({ link }) => link.name),
  );
