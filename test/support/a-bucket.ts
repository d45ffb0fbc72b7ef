// A store of objects on loopback, with the manners that S3 and Cloud Storage have in common, and faults on demand.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request, with its body byte for byte. */
export interface ObjectAsked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** `cut` breaks off in the middle of the body, `hang` never answers. */
export type Fault = "cut" | "hang" | { readonly status: number; readonly code?: string };

export interface ABucket {
  readonly url: string;
  readonly asked: readonly ObjectAsked[];
  /** By path, as `/bucket/key`; a test may change them. */
  readonly objects: Map<string, Buffer>;
  /** What becomes of the next requests, one each. */
  fail(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/** Holds requests to their checksums and to `x-goog-if-generation-match: 0`; `judge` refuses more of them. */
export async function aBucket(judge: (asked: ObjectAsked) => Fault | undefined = () => undefined): Promise<ABucket> {
  const asked: ObjectAsked[] = [];
  const objects = new Map<string, Buffer>();
  const faults: Fault[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    asked.push(request);
    const fault = faults.shift() ?? judge(request) ?? misfit(request) ?? taken(request, objects);
    if (fault !== undefined) return fail(outgoing, fault, objects.get(request.path));
    if (request.method === "PUT") {
      objects.set(request.path, request.body);
      return void outgoing.end();
    }
    const found = objects.get(request.path);
    if (found === undefined) return fail(outgoing, { status: 404, code: "NoSuchKey" });
    outgoing.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    objects,
    fail: (...more) => void faults.push(...more),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<ObjectAsked> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return { method: incoming.method ?? "", path: incoming.url ?? "", headers, body: Buffer.concat(chunks) };
}

/** A body that is not the one that its headers promise. */
function misfit({ headers, body }: ObjectAsked): Fault | undefined {
  const sums = [
    ["x-amz-checksum-sha256", "sha256", "base64"],
    ["x-amz-content-sha256", "sha256", "hex"],
    ["content-md5", "md5", "base64"],
  ] as const;
  const isOther = sums.some(
    ([name, algorithm, form]) =>
      headers[name] !== undefined && headers[name] !== createHash(algorithm).update(body).digest(form),
  );
  return isOther ? { status: 400, code: "BadDigest" } : undefined;
}

const taken = ({ method, headers, path }: ObjectAsked, objects: ReadonlyMap<string, Buffer>): Fault | undefined =>
  method === "PUT" && headers["x-goog-if-generation-match"] === "0" && objects.has(path)
    ? { status: 412, code: "PreconditionFailed" }
    : undefined;

function fail(outgoing: ServerResponse, fault: Fault, body: Buffer = Buffer.from("half of it")): void {
  if (fault === "hang") return;
  if (fault === "cut") {
    outgoing.writeHead(200, { "content-length": String(body.length) });
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
    return;
  }
  const { status, code } = fault;
  outgoing.writeHead(status, { "content-type": "application/xml" });
  outgoing.end(
    code === undefined ? "" : `<?xml version='1.0'?><Error><Code>${code}</Code><Message>m</Message></Error>`,
  );
}
