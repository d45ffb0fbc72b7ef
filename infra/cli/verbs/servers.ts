// `hopspan servers`: the SQS and the Pub/Sub of this machine without a fabric, for clients of one's own.

import { openServers, type ServerChoice, type Servers } from "../../local/servers.ts";
import { quoted } from "../quoted.ts";
import { FAULTS_OPTION, faultLines, faultsOf } from "../run-faults.ts";
import { CommandError, countOption, EXIT, type Given, type Terminal, textOption, type Verb } from "../verb.ts";

/** Ends with 0 on SIGINT, SIGTERM and SIGHUP, or once whoever has started it or hears it is gone. */
export const servers: Verb = {
  usage: "[--sqs-port PORT] [--pubsub-port PORT]",
  about: "Runs the SQS and the Pub/Sub of this machine without a fabric, until it is ended",
  options: {
    "sqs-port": { type: "string", value: "PORT", about: "the port of SQS; a free one if not given" },
    "pubsub-port": { type: "string", value: "PORT", about: "the port of Pub/Sub; a free one if not given" },
    account: { type: "string", value: "DIGITS", about: "the AWS account of clients that do not say; 000000000000" },
    region: { type: "string", value: "REGION", about: "their region; us-east-1" },
    project: { type: "string", value: "PROJECT", about: "the project of GOOGLE_CLOUD_PROJECT; local" },
    json: { type: "boolean", about: "print one JSON line when ready, then one per event" },
    ...FAULTS_OPTION,
  },
  examples: [
    "hopspan servers",
    "hopspan servers --sqs-port 4566 --pubsub-port 8085",
    "hopspan servers --json --faults faults.yaml",
  ],
  async run(given, terminal) {
    if (given.words.length > 0) throw new CommandError("servers takes no file: a fabric is run by dev");
    const choice = choiceOf(given);
    const faults = await faultsOf(given);
    const output = given.options["json"] === true ? jsonOutput(terminal) : readableOutput(terminal);
    const both = await openServers({ ...choice, ...(faults === undefined ? {} : { faults: faults.injector }) });
    try {
      output.ready(both);
      faults?.begin(output.note, terminal.ended);
      await untilEnded(terminal.ended);
      if (faults !== undefined) output.faults(faults.injector.counts());
      return EXIT.ok;
    } finally {
      faults?.end();
      await both.close();
    }
  },
};

/** Throws `CommandError` for what no client could be of. */
function choiceOf(given: Given): ServerChoice {
  const account = textOption(given, "account") ?? "000000000000";
  const region = textOption(given, "region") ?? "us-east-1";
  const project = textOption(given, "project") ?? "local";
  if (!/^\d{12}$/.test(account)) throw new CommandError(`--account must be twelve digits, not "${account}"`);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new CommandError(`--region must be one of AWS, as eu-west-1, not "${region}"`);
  if (!/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(project))
    throw new CommandError(`--project must be letters, digits and hyphens, as my-project, not "${project}"`);
  const sqsPort = countOption(given, "sqs-port", 0, 65_535);
  const pubsubPort = countOption(given, "pubsub-port", 0, 65_535);
  return {
    account,
    region,
    project,
    ...(sqsPort === undefined ? {} : { sqsPort }),
    ...(pubsubPort === undefined ? {} : { pubsubPort }),
  };
}

type Counts = Parameters<typeof faultLines>[0];

interface ServersOutput {
  readonly ready: (servers: Servers) => void;
  readonly note: (text: string) => void;
  readonly faults: (counts: Counts) => void;
}

/** What the official clients read; the region also under the name by which Python and the AWS command line know it. */
const variablesOf = ({ environment }: Servers): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("HOPSPAN_"))),
  AWS_DEFAULT_REGION: environment["AWS_REGION"] ?? "",
});

/** The ready line is the first. */
function jsonOutput({ out }: Terminal): ServersOutput {
  const say = (event: object) => out(JSON.stringify(event));
  return {
    ready: (servers) =>
      say({
        ready: true,
        event: "ready",
        sqs: { endpoint: servers.sqsEndpoint },
        pubsub: { host: servers.pubsubHost },
        environment: variablesOf(servers),
      }),
    note: (text) => say({ event: "note", text }),
    faults: (faults) => say({ event: "faults", faults }),
  };
}

/** Comments but for what a shell is to read. */
function readableOutput({ out, interactive }: Terminal): ServersOutput {
  const comment = (text: string) => out(`# ${text}`);
  return {
    ready(servers) {
      comment(`SQS at ${servers.sqsEndpoint}, Pub/Sub at ${servers.pubsubHost}; for another terminal:`);
      for (const [name, value] of Object.entries(variablesOf(servers))) out(`export ${name}=${quoted(value)}`);
      if (interactive) comment("Ctrl-C ends it, with all that is in there");
    },
    note: comment,
    faults: (counts) => faultLines(counts).forEach(comment),
  };
}

const untilEnded = (ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    // A signal alone keeps no process; the servers do.
    if (ended.aborted) resolve();
    else ended.addEventListener("abort", () => resolve(), { once: true });
  });
