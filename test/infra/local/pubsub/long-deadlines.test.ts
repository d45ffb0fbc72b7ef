import { once } from "node:events";
import { connect } from "node:http2";
import { expect, it, onTestFinished } from "vitest";
import { aServer, aSubscription } from "./a-server.ts";

/** A Pull of one message, whose client says that it waits for so long; gives gRPC's status. */
function pull(host: string, subscription: string, timeout: string): Promise<unknown> {
  // The server may break it off before the test does, when all is over.
  const session = connect(`http://${host}`).on("error", () => {});
  onTestFinished(() => session.close());
  const name = Buffer.from(subscription);
  const message = Buffer.concat([Buffer.from([0x0a, name.length]), name, Buffer.from([0x18, 1])]);
  const request = session.request({
    ":method": "POST",
    ":path": "/google.pubsub.v1.Subscriber/Pull",
    "content-type": "application/grpc+proto",
    te: "trailers",
    "grpc-timeout": timeout,
  });
  request.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message])).resume();
  const trailers = once(request, "trailers");
  const all = once(request, "response").then(([headers]) => ("grpc-status" in headers ? [headers] : trailers));
  return all.then(([headers]) => headers["grpc-status"]);
}

it.each(["2500000S", "99999999H", "600S"])("a call whose client waits for %s waits for a message", async (timeout) => {
  const { server, client } = await aServer();
  const { topic, subscription } = await aSubscription(client);
  const status = pull(server.host, subscription.name, timeout);
  // A call that ends by its deadline has ended before all of this has come and gone.
  for (let time = 0; time < 20; time++) await topic.getMetadata();
  await topic.publishMessage({ data: Buffer.from("late") });
  expect(await status).toBe("0");
});
