// What a fabric file says of one secret, before the file has to be sound: a hop that asks for a secret is not, until it is there.

import type { z } from "zod";
import { fabricName } from "../../../shared/fabric/names.ts";
import { fabricText } from "../../../shared/fabric/read.ts";
import { secretSchema } from "../../../shared/fabric/secret-schema.ts";
import { readYaml } from "../../../shared/fabric/yaml-text.ts";
import { CommandError } from "../verb.ts";

/** A data key as the file has it: by one KMS at least. */
export type Wrapped = NonNullable<z.output<typeof secretSchema>["wrappedBy"]>;

/** `wrapped` is absent where the secret is none that is wrapped, or can't be read. */
export interface WrittenSecret {
  readonly fabric: string;
  readonly isThere: boolean;
  readonly wrapped?: Wrapped;
}

/** Rejects with `ConfigError` where there is no such file, and with `CommandError` where no name of a fabric stands in it. */
export async function writtenSecret(file: string, name: string): Promise<WrittenSecret> {
  const { value } = readYaml(await fabricText(file), file);
  const { fabric, secrets }: { readonly fabric?: unknown; readonly secrets?: unknown } = Object(value);
  const { data: named } = fabricName.safeParse(fabric);
  if (named === undefined)
    throw new CommandError(`${file} has no fabric: NAME that can be read, and a data key is wrapped for one fabric`);
  const isThere = Object.hasOwn(Object(secrets), name);
  const wrapped = isThere ? secretSchema.safeParse(Reflect.get(Object(secrets), name)).data?.wrappedBy : undefined;
  return { fabric: named, isThere, ...(wrapped === undefined ? {} : { wrapped }) };
}
