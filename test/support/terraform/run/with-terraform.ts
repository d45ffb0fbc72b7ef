// Real terraform, or tofu, in a folder of its own, with the stub for a provider: all of it is gone when the work is done.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { answers } from "../provider/answers.ts";
import { serve } from "../provider/serve.ts";
import { readStack, type Stack } from "../walk/stack.ts";
import { environment, offline, settings } from "./offline.ts";
import { type Calls, callsIn } from "./program.ts";
import { plainOf, type Report, reportOf, validationOf } from "./report.ts";
import { seenTypes } from "./seen-types.ts";

/** Terraform at work on one state. Its calls are made one after the other. */
export interface Terraform {
  /** Takes the stack of a folder, as synthesized, with the files beside it, in place of what was there. The state stays. */
  use(folder: string): void;
  init(): Promise<Report>;
  validate(): Promise<Report>;
  /** Code 0 where nothing is to be done, 2 where something is. */
  plan(): Promise<Report>;
  apply(): Promise<Report>;
  destroy(): Promise<Report>;
  /** The attributes of everything in the state, by address. */
  state(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>;
  /** The outputs of the stack, by name. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/** What the stub tells of the project that a stack is for. */
export interface Options {
  readonly projectNumber?: string;
}

/**
 * Gives `work` a terraform with an empty state, and stops and removes everything once it is done, however it ends. What
 * passes is proved against the provider's schema and terraform's own rules; it says nothing of Google's own behaviour.
 * To be called only where `terraformMissing` is undefined.
 */
export async function withTerraform<T>(work: (terraform: Terraform) => Promise<T>, options: Options = {}): Promise<T> {
  // A socket's path has room for some hundred characters only.
  const home = mkdtempSync(join(tmpdir(), "hopspan-tf-"));
  try {
    const places = { home, stack: join(home, "stack"), state: join(home, "state.json"), empty: join(home, "empty") };
    mkdirSync(places.empty);
    writeFileSync(join(home, "terraform.rc"), settings(places.empty));
    const types = seenTypes();
    const file = fileIn(places.stack);
    const { projectNumber = "123456789012" } = options;
    const served = await serve(join(home, "provider"), answers(types.all, { projectNumber, file }));
    const calls = callsIn(places.stack, environment(home, served.reattach));
    try {
      return await work(terraform(places, calls, types.see));
    } finally {
      await calls.end();
      served.stop();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Places {
  readonly stack: string;
  readonly state: string;
}

function terraform(places: Places, { call }: Calls, see: (stack: Stack) => void): Terraform {
  const json = async (...words: readonly string[]): Promise<unknown> => {
    const { code, out, err } = await call(...words, "-json");
    if (code !== 0) throw new Error(`terraform ${words[0]} ended with ${code}: ${err}`);
    return JSON.parse(out);
  };
  return {
    use(folder) {
      const stack = readStack(folder);
      rmSync(places.stack, { recursive: true, force: true });
      cpSync(folder, places.stack, { recursive: true });
      writeFileSync(join(places.stack, "cdk.tf.json"), JSON.stringify(offline(stack, places.state)));
      see(stack);
    },
    init: async () => plainOf(await call("init", "-no-color", "-reconfigure")),
    validate: async () => validationOf(await call("validate", "-json")),
    plan: async () => reportOf(await call("plan", "-json", "-detailed-exitcode")),
    apply: async () => reportOf(await call("apply", "-json", "-auto-approve")),
    destroy: async () => reportOf(await call("destroy", "-json", "-auto-approve")),
    state: async () => attributesOf((await json("show")) as Shown),
    outputs: async () => {
      const outputs = (await json("output")) as Readonly<Record<string, { readonly value: unknown }>>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
  };
}

/** https://developer.hashicorp.com/terraform/internals/json-format#values-representation */
interface Shown {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly { readonly address: string; readonly values: Readonly<Record<string, unknown>> }[];
    };
  };
}

const attributesOf = ({ values }: Shown) =>
  Object.fromEntries((values?.root_module.resources ?? []).map((each) => [each.address, each.values]));

/** Terraform's own folder is the stack's, and so is where the provider looks. */
const fileIn = (folder: string) => (path: string) => {
  try {
    return readFileSync(isAbsolute(path) ? path : join(folder, path));
  } catch {
    return undefined;
  }
};
