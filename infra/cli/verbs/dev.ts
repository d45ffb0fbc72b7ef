// `hopspan dev`: runs a whole fabric on this machine, feeds it if told to, and accounts for every message.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CLAIMS_FOLDER } from "../../../shared/brokers/claim-store.ts";
import { HopspanError } from "../../../shared/core/errors.ts";
import { type Compiled, compile } from "../../../shared/fabric/compile.ts";
import { type LandingPlan, landingPlans } from "../../../shared/fabric/deployment/landing-plan.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { bundleFolder, bundleFunctions } from "../../bundle.ts";
import { faultPlaces } from "../../local/faults/fault-places.ts";
import type { Feed } from "../../local/feed.ts";
import type { LandedFolder } from "../../local/landing/landed-folder.ts";
import { withLandings } from "../../local/landing/landings.ts";
import type { Hold } from "../../local/platform.ts";
import { firstLine } from "../../local/process/first-line.ts";
import { ENDED } from "../../local/process/unless-ended.ts";
import { runFabric } from "../../local/running-fabric.ts";
import { openServers, type ServerChoice } from "../../local/servers.ts";
import { type DevOutput, devOutput } from "../dev-output.ts";
import { feedPlan } from "../feed-plan.ts";
import { LANDED_OPTION, landedPlace } from "../landed-place.ts";
import { DEFAULT_FILE, loadFabric } from "../load-fabric.ts";
import { localSecrets } from "../local-secrets.ts";
import { FAULTS_OPTION, faultsOf, type RunFaults } from "../run-faults.ts";
import { FUNCTION_OPTIONS, functionsOf, withTimeout } from "../run-functions.ts";
import { announce, checkPlace } from "../running.ts";
import {
  CommandError,
  countOption,
  EXIT,
  type ExitCode,
  type Given,
  type Terminal,
  textOption,
  type Verb,
} from "../verb.ts";
import { watchRun } from "../watch-run.ts";

/**
 * Ends with 0 on SIGINT, SIGTERM and SIGHUP, or once whoever has started it or hears it is gone, after what was out has come to its end; with `--once`, as soon as everything that was
 * fed has arrived: 0 where every line was sent and every message in is accounted for, 1 where not, also on a signal.
 */
export const dev: Verb = {
  usage: "[FILE] [--feed FILE.ndjson --to ENDPOINT [--key PATH]]...",
  about: "Runs a whole fabric on this machine, both clouds",
  options: {
    feed: {
      type: "string",
      multiple: true,
      value: "FILE",
      about: "send each line of this file, or of standard input (-); may be given several times",
    },
    to: { type: "string", multiple: true, value: "ENDPOINT", about: "where the feed before it goes" },
    key: {
      type: "string",
      multiple: true,
      value: "PATH",
      about: "where the feed's lines have their ordering key, as customer.id",
    },
    once: { type: "boolean", about: "end once everything that was fed has arrived" },
    json: { type: "boolean", about: "print one JSON line when ready, then one per event" },
    "aws-endpoint": { type: "string", value: "URL", about: "an SQS that runs already, in place of the embedded one" },
    "pubsub-host": {
      type: "string",
      value: "HOST:PORT",
      about: "a Pub/Sub that runs already, in place of the embedded one",
    },
    "sqs-port": { type: "string", value: "PORT", about: "the port of the embedded SQS; a free one if not given" },
    "pubsub-port": {
      type: "string",
      value: "PORT",
      about: "the port of the embedded Pub/Sub; a free one if not given",
    },
    ...FUNCTION_OPTIONS,
    ...LANDED_OPTION,
    ...FAULTS_OPTION,
  },
  examples: [
    "hopspan dev examples/retail/fabric.yaml",
    "hopspan dev --feed orders.ndjson --to orders --key customer.id --once",
    "hopspan dev --faults faults.yaml",
    "jq -c '.[]' orders.json | hopspan dev --feed - --to orders --once",
    "hopspan dev --aws-endpoint http://127.0.0.1:5000 --pubsub-host 127.0.0.1:8085",
  ],
  async run(given, terminal) {
    const file = given.words[0] ?? DEFAULT_FILE;
    if (given.words.length > 1) throw new CommandError("dev takes one fabric file");
    const fabric = await loadFabric(file, terminal);
    const plans = await landingPlans(fabric);
    const compiled = withTimeout(withLandings(compile(fabric), plans), given);
    const feeds = feedPlan(given, compiled);
    const claims = terminal.environment[CLAIMS_FOLDER];
    const choice = { ...serverChoice(fabric, given), ...(claims ? { claims: resolve(terminal.folder, claims) } : {}) };
    const faults = await faultsOf(given, faultPlaces(compiled.endpoints));
    checkPlace(terminal.folder);
    if (compiled.links.some(({ crossing }) => !existsSync(bundleFolder(crossing)))) await bundleFunctions();
    const hold = functionsOf(given, fabric, terminal.folder);
    return runHere({ file: resolve(file), fabric, compiled, hold, plans, feeds, choice, faults }, given, terminal);
  },
};

interface Run {
  readonly file: string;
  readonly fabric: Fabric;
  readonly compiled: Compiled;
  readonly hold: Hold;
  readonly plans: readonly LandingPlan[];
  readonly feeds: readonly Feed[];
  readonly choice: ServerChoice;
  readonly faults: RunFaults | undefined;
}

type PlacedRun = Run & { readonly folder: LandedFolder | undefined };

async function runHere(run: Run, given: Given, terminal: Terminal): Promise<ExitCode> {
  const { ended } = terminal;
  const { json, once } = given.options;
  const folder = landedPlace(run.plans, given, terminal);
  const output = devOutput(run.compiled, terminal, { json: json === true, once: once === true });
  try {
    return await runFrom({ ...run, folder }, given, terminal, output);
  } catch (error) {
    // Whatever failed on the way to the start: it was ended before, and that is how it ends.
    if (!ended.aborted) throw error;
    if (!(error instanceof HopspanError && error.code === ENDED)) output.note(firstLine(error));
    output.note("ended before the fabric ran: nothing was sent");
    return given.options["once"] === true && run.feeds.length > 0 ? EXIT.failed : EXIT.ok;
  } finally {
    folder?.clear();
    output.end();
  }
}

async function runFrom(run: PlacedRun, given: Given, terminal: Terminal, output: DevOutput): Promise<ExitCode> {
  const { file, fabric, compiled, hold, plans, folder, feeds, choice, faults } = run;
  const { ended } = terminal;
  const secrets = localSecrets(fabric.secrets.keys(), terminal.environment, output.note);
  const faulty = faults === undefined ? {} : { faults: faults.injector };
  const servers = await openServers({ ...choice, ...faulty }, ended);
  try {
    const landings = folder === undefined ? {} : { landings: { plans, folder: folder.path, note: output.note } };
    const running = await runFabric({ compiled, servers, secrets, ...landings, hold, onLine: output.line, ended });
    const { sqsEndpoint, pubsubHost, claims } = servers;
    const landed = folder === undefined ? {} : { landed: folder.path };
    const here = { pid: process.pid, fabric: compiled.fabric, file, sqsEndpoint, pubsubHost, claims, ...landed };
    let takeBack = () => {};
    const leave = () => {
      takeBack();
      running.kill();
    };
    // A second Ctrl-C ends the process at once, and nothing else.
    process.once("exit", leave);
    try {
      takeBack = announce(terminal.folder, here);
      output.ready(servers, running);
      faults?.begin(output.note, ended);
      const once = given.options["once"] === true;
      const exit = await watchRun({ running, servers, folder, feeds, output, once, ended });
      if (faults !== undefined) output.faults(faults.injector.counts());
      return exit;
    } finally {
      faults?.end();
      takeBack();
      await running.stop();
      process.off("exit", leave);
    }
  } finally {
    await servers.close();
  }
}

/** Throws `CommandError` for an address or a port that is none: before anything is said or made. */
function serverChoice({ aws, gcp }: Fabric, given: Given): ServerChoice {
  const sqsEndpoint = textOption(given, "aws-endpoint");
  const pubsubHost = textOption(given, "pubsub-host");
  if (sqsEndpoint !== undefined && !isHttp(sqsEndpoint))
    throw new CommandError("--aws-endpoint must be a URL, as http://127.0.0.1:5000");
  if (pubsubHost !== undefined && !(/^[^:/\s]+:\d+$/.test(pubsubHost) && URL.canParse(`http://${pubsubHost}`)))
    throw new CommandError("--pubsub-host must be HOST:PORT, as 127.0.0.1:8085");
  const sqsPort = countOption(given, "sqs-port", 0, 65_535);
  const pubsubPort = countOption(given, "pubsub-port", 0, 65_535);
  return {
    account: aws?.account ?? "000000000000",
    region: aws?.region ?? "us-east-1",
    project: gcp?.project ?? "local",
    ...(sqsEndpoint === undefined ? {} : { sqsEndpoint }),
    ...(pubsubHost === undefined ? {} : { pubsubHost }),
    ...(sqsPort === undefined ? {} : { sqsPort }),
    ...(pubsubPort === undefined ? {} : { pubsubPort }),
  };
}

const isHttp = (url: string): boolean => /^https?:\/\//.test(url) && URL.canParse(url);
