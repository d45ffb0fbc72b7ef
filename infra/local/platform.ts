// This machine as a third platform: servers, queues and topics, and every link's function wired to its source.

import { queueArn, queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { HopspanError } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/printable.ts";
import type { FunctionSize } from "../../shared/fabric/deployment/function-size.ts";
import type { Link, PubsubLink, SqsLink } from "../../shared/fabric/link.ts";
import { askBroker } from "./ask-broker.ts";
import { eventSource } from "./lambda/event-source.ts";
import { lambdaFunction } from "./lambda/lambda-function.ts";
import type { LinkPlaces } from "./link-places.ts";
import { localSize } from "./local-size.ts";
import { firstLine } from "./process/first-line.ts";
import { unlessEnded } from "./process/unless-ended.ts";
import { endPush, makePush } from "./provision.ts";
import { runFunction } from "./run/run-function.ts";
import type { Servers } from "./servers.ts";

/** A link whose function is ready and fed. */
export interface RunningLink {
  readonly link: Link;
  /** The processes that run the function now. */
  pids(): readonly number[];
  /** Takes nothing more, waits for what is out, ends the processes. Never rejects. */
  stop(): Promise<void>;
}

/** How functions are held. */
export interface Hold {
  /** What each has in the cloud; where absent, it is held to no limits but ours. */
  readonly sizeOf?: (link: Link) => FunctionSize;
  /** Whether processes stand still while they have nothing to do, as in the cloud. */
  readonly freezes?: boolean;
  /** The file that starts `aws-lambda-ric`, for those on Lambda; our own small runtime where absent. */
  readonly lambdaRuntime?: string;
}

/** What a function is run with beside its link. */
export interface FunctionOptions extends Hold {
  readonly servers: Servers;
  readonly secrets: Readonly<Record<string, string>>;
  readonly places: Pick<LinkPlaces, "place">;
  /** Each line that a function writes, or that is said about its process. */
  readonly onLine: (link: Link, line: string) => void;
  /** Ends a start that is under way. */
  readonly ended: AbortSignal;
}

/**
 * Starts one link's function from its bundle and joins it to its source, as the cloud of the source would. Leaves no
 * process behind where that fails.
 */
export function startLink(link: Link, options: FunctionOptions): Promise<RunningLink> {
  switch (link.crossing) {
    case "sqs-to-sqs":
    case "sqs-to-pubsub":
      return startOnLambda(link, options);
    case "pubsub-to-sqs":
    case "pubsub-to-pubsub":
      return startOnRun(link, options);
  }
}

/** All that both hosts are told. */
function hosted(link: Link, { servers, secrets, places, freezes = false, onLine }: FunctionOptions) {
  const { bundle, variables } = places.place(link);
  return {
    name: nameOf(link),
    bundle,
    environment: { ...servers.environment, ...secrets, ...variables },
    timeoutSeconds: link.timeoutSeconds,
    freezes,
    onLog: (line: string) => onLine(link, line),
  };
}

/** A function's name as the clouds allow it. */
const nameOf = (link: Link) => link.name.replaceAll(/[/.]/g, "-");

async function startOnLambda(link: Extract<Link, SqsLink>, options: FunctionOptions): Promise<RunningLink> {
  const { source, batch } = link;
  const { most, memoryMb } = localSize("aws", options.sizeOf?.(link));
  const lambda = lambdaFunction({
    ...hosted(link, options),
    maxConcurrency: most,
    ...(memoryMb === undefined ? {} : { memoryMb }),
    ...(options.lambdaRuntime === undefined ? {} : { runtime: options.lambdaRuntime }),
  });
  // An event without records starts the function, and changes nothing.
  try {
    const first = await unlessEnded(options.ended, () => lambda.invoke({ Records: [] }));
    if (first.kind === "error") throw cannotStart(link, first.message);
  } catch (thrown) {
    await lambda.close();
    throw thrown;
  }
  const mapping = eventSource({
    client: options.servers.sqsAt(source),
    queueUrl: queueUrl(source),
    called: printable(`the queue ${source.queue} at the ${options.servers.called.sqs}`),
    queueArn: queueArn(source),
    region: source.region,
    fifo: source.fifo,
    batch,
    maxConcurrency: most,
    invoke: lambda.invoke,
    onSettled: ({ invocation }) => {
      if (invocation.kind === "error") options.onLine(link, `${invocation.type}: ${invocation.message}`);
    },
    onLog: (line) => options.onLine(link, line),
  });
  return {
    link,
    pids: () => lambda.pids(),
    async stop() {
      await mapping.stop();
      await lambda.close();
    },
  };
}

const cannotStart = ({ name }: Link, reason: string) =>
  new HopspanError("FUNCTION", `the function of ${name} can't start: ${reason}`, false);

async function startOnRun(link: Extract<Link, PubsubLink>, options: FunctionOptions): Promise<RunningLink> {
  const { pubsub } = options.servers;
  const { most, ...size } = localSize("gcp", options.sizeOf?.(link));
  const run = await runFunction({ ...hosted(link, options), ...size, maxInstances: most });
  try {
    const failure = await unlessEnded(options.ended, run.warm);
    if (failure !== undefined) throw cannotStart(link, failure);
    const push = () => makePush(pubsub, link, run.url);
    await unlessEnded(options.ended, () =>
      askBroker(options.servers, "pubsub", `subscription ${link.subscription}`, push),
    );
  } catch (thrown) {
    await run.close();
    throw thrown;
  }
  return {
    link,
    pids: () => run.pids(),
    async stop() {
      await endPush(pubsub, link).catch((thrown: unknown) => {
        options.onLine(link, `the push can't be ended, so it goes on to nobody: ${firstLine(thrown)}`);
      });
      await run.close();
    },
  };
}
