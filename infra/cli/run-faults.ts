// What `--faults FILE` brings to a run: faults that begin with it, follow their file, and are counted at the end.

import { followFile, inEffect, stampOf } from "../local/faults/follow-file.ts";
import { type FaultCount, type Injector, injector } from "../local/faults/injector.ts";
import { readFaults } from "../local/faults/read-faults.ts";
import type { Places } from "../local/faults/to-rule.ts";
import { CommandError, type Given, textOption } from "./verb.ts";

/** The option, for each verb that has it. */
export const FAULTS_OPTION = {
  faults: {
    type: "string",
    value: "FILE",
    about: "let requests to the embedded servers go wrong as this file says; it is read again when it changes",
  },
} as const;

/** The faults of a run, which does nothing before it begins. */
export interface RunFaults {
  readonly injector: Injector;
  /** From now on, until `ended` is aborted: then what hangs goes on, so that what is out comes to its end. */
  begin(note: (text: string) => void, ended: AbortSignal): void;
  end(): void;
}

/**
 * Nothing where `--faults` is not given. Rejects with `ConfigError` for a file that is not sound, with `CommandError` where a
 * server is not embedded: nobody would carry the faults out there.
 */
export async function faultsOf(given: Given, places?: Places): Promise<RunFaults | undefined> {
  const file = textOption(given, "faults");
  if (file === undefined) return undefined;
  for (const option of ["aws-endpoint", "pubsub-host"])
    if (textOption(given, option) !== undefined)
      throw new CommandError(`--faults is for the embedded servers: leave out --${option}`);
  const since = stampOf(file);
  const faults = await readFaults(file, places);
  const injecting = injector();
  let stop = () => {};
  const end = () => {
    stop();
    injecting.lift();
  };
  return {
    injector: injecting,
    end,
    begin(note, ended) {
      if (ended.aborted) return;
      injecting.put(faults);
      note(`${file}: ${inEffect(faults)}`);
      stop = followFile({ file, since, ...(places === undefined ? {} : { places }), injector: injecting, note });
      ended.addEventListener("abort", end, { once: true });
    },
  };
}

/** How often each fault has struck, a line each, in columns. */
export function faultLines(counts: readonly FaultCount[]): readonly string[] {
  if (counts.length === 0) return ["no faults were injected"];
  const number = (value: number) => value.toLocaleString("en-US");
  const width = Math.max(...counts.map(({ fault }) => fault.length));
  const digits = Math.max(...counts.map(({ injected }) => number(injected).length));
  const rows = counts.map(
    ({ fault, seen, injected }) => `  ${fault.padEnd(width)}  ${number(injected).padStart(digits)} of ${number(seen)}`,
  );
  return ["faults injected, of what each was for", ...rows];
}
