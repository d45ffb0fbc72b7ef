// AWS's own Runtime API on loopback, for one execution environment: any runtime that speaks it can run there.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { firstLine } from "../process/first-line.ts";
import { type FunctionError, functionError, type Invocation, PAYLOAD_BYTES } from "./invocation.ts";

/** One call, as it is handed to the runtime. */
export interface Job {
  readonly id: string;
  /** JSON. */
  readonly payload: string;
  /** In milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/** The server behind `AWS_LAMBDA_RUNTIME_API`: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** Host and port. */
  readonly address: string;
  /** Settles once: with nothing when the runtime first asks for work, with its error when it says that it can't start. */
  readonly initialized: Promise<FunctionError | undefined>;
  /** Hands over a job as soon as the runtime asks for one; to be called for one job at a time. Never rejects. */
  run(job: Job): Promise<Invocation>;
  /** Resolves as soon as the runtime asks for work, and has none. */
  asked(): Promise<void>;
  close(): void;
}

interface Task {
  readonly job: Job;
  readonly settle: (invocation: Invocation) => void;
}

const ROOT = "/2018-06-01/runtime";
const REPLY = new RegExp(`^${ROOT}/invocation/([^/]+)/(response|error)$`);

/** Resolves when the server listens, on a free port of loopback. */
export async function runtimeApi(): Promise<RuntimeApi> {
  const initialized = Promise.withResolvers<FunctionError | undefined>();
  const askers: (() => void)[] = [];
  let waiting: ServerResponse | undefined;
  let task: Task | undefined;
  let isTaken = false;

  function handOver(): void {
    if (waiting === undefined) return;
    if (task === undefined) for (const tell of askers.splice(0)) tell();
    if (task === undefined || isTaken) return;
    isTaken = true;
    give(waiting, task.job);
    waiting = undefined;
  }

  function wait(response: ServerResponse): void {
    waiting = response;
    response.once("close", () => {
      if (waiting === response) waiting = undefined;
    });
    initialized.resolve(undefined);
    handOver();
  }

  async function conclude(id: string, isError: boolean, request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request);
    if (task?.job.id !== id) return answer(response, 400, "InvalidRequestID", "the request id is not the current one");
    const { settle } = task;
    task = undefined;
    isTaken = false;
    settle(isError ? reportedError(body) : reply(body));
    return body === undefined
      ? answer(response, 413, "RequestEntityTooLarge", "the response is too large")
      : accept(response);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const [, id, kind] = request.method === "POST" ? (REPLY.exec(path) ?? []) : [];
    if (request.method === "GET" && path === `${ROOT}/invocation/next`) return wait(response);
    if (id !== undefined) return conclude(id, kind === "error", request, response);
    if (request.method !== "POST" || path !== `${ROOT}/init/error`)
      return answer(response, 404, "NotFound", "the Runtime API has no such operation");
    initialized.resolve(reportedError(await bodyOf(request)));
    return accept(response);
  }

  // A runtime that dies in the middle of a request is its host's to notice.
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initialized: initialized.promise,
    run(job) {
      const { promise, resolve } = Promise.withResolvers<Invocation>();
      task = { job, settle: resolve };
      handOver();
      return promise;
    },
    asked() {
      const { promise, resolve } = Promise.withResolvers<void>();
      askers.push(resolve);
      handOver();
      return promise;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function give(response: ServerResponse, { id, payload, deadlineMs, functionArn, traceId }: Job): void {
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": id,
    "Lambda-Runtime-Deadline-Ms": String(deadlineMs),
    "Lambda-Runtime-Invoked-Function-Arn": functionArn,
    "Lambda-Runtime-Trace-Id": traceId,
  });
  response.end(payload);
}

const accept = (response: ServerResponse) => void response.writeHead(202).end('{"status":"OK"}');

const answer = (response: ServerResponse, status: number, errorType: string, errorMessage: string) =>
  void response.writeHead(status).end(JSON.stringify({ errorType, errorMessage }));

/** Nothing where it is over the limit of a payload. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const bytes = await buffer(request);
  return bytes.length > PAYLOAD_BYTES ? undefined : bytes.toString();
}

function reply(body: string | undefined): Invocation {
  if (body === undefined)
    return functionError("Function.ResponseSizeTooLarge", `the response is over ${PAYLOAD_BYTES} bytes`);
  try {
    return { kind: "ok", payload: body === "" ? null : JSON.parse(body) };
  } catch {
    return functionError("Runtime.InvalidResponse", "the response is not JSON");
  }
}

function reportedError(body: string | undefined): FunctionError {
  try {
    const said: unknown = JSON.parse(body ?? "");
    const { errorType, errorMessage } = said as { readonly errorType?: unknown; readonly errorMessage?: unknown };
    return functionError(String(errorType ?? "Error"), firstLine(errorMessage ?? "an error without a message"));
  } catch {
    return functionError("Runtime.InvalidResponse", "the runtime reported an error that is not JSON");
  }
}
