// An endpoint that is pushed to, and what it got.

import { createServer, type IncomingHttpHeaders } from "node:http";
import { eventually, type SubscriptionFields, type World } from "./check.ts";

interface Pushed {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An endpoint on loopback that answers each push as it is told, by default that it has it. */
export async function endpoint(answer: (nth: number) => number = () => 204) {
  const pushes: Pushed[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        pushes.push({ url: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
        response.writeHead(answer(pushes.length)).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/push`,
    pushes,
    async until(count: number) {
      await eventually(() => pushes.length >= count, true);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
type Endpoint = Awaited<ReturnType<typeof endpoint>>;

/** One subscription that is pushed, and what its endpoint got. */
export async function pushed(
  world: World,
  act: (to: Endpoint, names: { topic: string; subscription: string }) => Promise<void>,
  {
    config = {},
    fields = {},
    answer = () => 204,
    query = "",
  }: {
    config?: SubscriptionFields["pushConfig"];
    fields?: SubscriptionFields;
    answer?: (nth: number) => number;
    query?: string;
  } = {},
): Promise<void> {
  const to = await endpoint(answer);
  try {
    const pushConfig = { pushEndpoint: `${to.url}${query}`, ...config };
    const names = await world.subscription({ ...fields, pushConfig });
    await act(to, names);
    await world.subscriber.deleteSubscription({ subscription: names.subscription });
  } finally {
    await to.close();
  }
}
