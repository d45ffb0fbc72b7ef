// Every channel as an endpoint, once: a queue or a topic under names that nothing else has.

import { type Channel, channelId } from "./channels.ts";
import { brokerOf, type Clouds, shortNames } from "./clouds.ts";
import type { EndpointDraft } from "./draft.ts";
import { addressOf, formApart, namesApart, slug } from "./names.ts";

/** By `channelId`, in the order in which the channels come. The same for the same channels. */
export function endpointsOf(channels: readonly Channel[], clouds: Clouds): ReadonlyMap<string, EndpointDraft> {
  const distinct = new Map(channels.map((channel) => [channelId(channel), channel]));
  const called = (channel: Channel) => `${brokerOf(channel, clouds)} ${channel.name}`;
  const alike = Map.groupBy(distinct.values(), called);
  const named = namesOf([...distinct.values()]);
  const [endpointApart, queueApart, topicApart] = [namesApart(), namesApart(), namesApart()];
  return new Map(
    [...distinct].map(([id, channel]) => {
      const broker = brokerOf(channel, clouds);
      const wanted = named.get(id) ?? "";
      const name = endpointApart(wanted);
      // Two clusters of one cloud may have a channel of one name: neither keeps it, so that nobody takes one for the other.
      const isAlone = alike.get(called(channel))?.length === 1;
      const address = addressOf(broker, isAlone ? channel.name : name, name);
      return [id, { name, broker, channel, address: broker === "sqs" ? queueApart(address) : topicApart(address) }];
    }),
  );
}

const OTHERWISE = "channel";

/** A channel is called after itself where no other is called alike, else after its family or its cluster as well. */
function namesOf(channels: readonly Channel[]): ReadonlyMap<string, string> {
  const clusters = shortNames([...new Set(channels.map(({ cluster }) => cluster))]);
  const short = (cluster: string) => clusters.get(cluster) ?? cluster;
  const plain = ({ name }: Channel) => slug([name], OTHERWISE);
  const forms = [
    plain,
    ({ name, family }: Channel) => slug([name, family], OTHERWISE),
    ({ name, cluster }: Channel) => slug([name, short(cluster)], OTHERWISE),
    ({ name, family, cluster }: Channel) => slug([name, family, short(cluster)], OTHERWISE),
  ];
  const groups = [...Map.groupBy(channels, plain).values()];
  return new Map(
    groups.flatMap((group) => {
      const form = formApart(group, forms);
      return group.map((channel) => [channelId(channel), form(channel)] as const);
    }),
  );
}
