// Where terraform keeps what it has made of the Google half.

import { relative, resolve } from "node:path";
import { GcsBackend, LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { verbatim } from "./verbatim.ts";

/** The folder of the fabric file, from which the file names a local state, and the folder of the stack. */
export interface Folders {
  readonly home: string;
  readonly stack: string;
}

/** As the fabric file says; else in a file under `.hopspan` beside it. Locked in either case. */
export function backend(stack: TerraformStack, { fabric, aws, ground }: Deployment, folders: Folders): void {
  const { gcs, s3, local = `.hopspan/${fabric}.tfstate` } = ground.state ?? {};
  if (gcs !== undefined)
    new GcsBackend(stack, { bucket: gcs.bucket, prefix: verbatim(gcs.prefix ?? `hopspan/${fabric}`) });
  else if (s3 !== undefined)
    new S3Backend(stack, {
      bucket: s3.bucket,
      key: verbatim(s3.key ?? `hopspan/${fabric}.tfstate`),
      region: s3.region ?? aws?.region ?? "",
      encrypt: true,
      useLockfile: true,
    });
  // Terraform reads a path from where it runs; a relative one is the same text on every machine.
  else new LocalBackend(stack, { path: verbatim(relative(folders.stack, resolve(folders.home, local))) });
}
