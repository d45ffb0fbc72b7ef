import { once } from "node:events";
import { connect } from "node:http2";
import { describe, expect, it, onTestFinished } from "vitest";
import { aServer } from "./a-server.ts";

/** gRPC's status of a ListTopics whose client says that it waits for so long. */
async function statusOf(host: string, timeout: string): Promise<unknown> {
  const session = connect(`http://${host}`);
  const project = Buffer.from("projects/earth");
  const message = Buffer.concat([Buffer.from([0x0a, project.length]), project]);
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);
  const request = session.request({
    ":method": "POST",
    ":path": "/google.pubsub.v1.Publisher/ListTopics",
    "content-type": "application/grpc+proto",
    te: "trailers",
    "grpc-timeout": timeout,
  });
  request.end(frame);
  request.resume();
  const trailers = once(request, "trailers");
  const headers = once(request, "response");
  const [found] = await Promise.race([trailers, headers.then(([each]) => ("grpc-status" in each ? [each] : trailers))]);
  session.close();
  return found["grpc-status"];
}

describe("the deadlines of calls", () => {
  it.each(["99999999H", "99999999S", "10S"])("may be as long as clients like: %s", async (timeout) => {
    const { server } = await aServer();
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    expect(await statusOf(server.host, timeout)).toBe("0");
    expect(warnings).toEqual([]);
  });
});
