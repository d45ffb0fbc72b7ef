// Where functions are built: a private bucket for their sources, a repository for their images, and who builds them.

import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import type { ITerraformDependable } from "cdktf";
import { sharedAccountId, worldMark } from "../../../shared/fabric/deployment/identity.ts";
import { deriveName } from "../../../shared/fabric/derive-name.ts";
import type { Site } from "../site.ts";

/** What a function's build refers to. `rights` have to be there before the first build. */
export interface Build {
  readonly bucket: StorageBucket;
  readonly repository: ArtifactRegistryRepository;
  readonly account: ServiceAccount;
  readonly rights: readonly ITerraformDependable[];
}

/** https://cloud.google.com/storage/docs/buckets#naming, in characters; repositories may have as many. */
const NAME_CHARACTERS = 63;

/** How long a source or an image that is no longer used stays, for a way back; ours, in days. */
const KEEP_DAYS = 30;

/** Once per fabric. */
export function build(site: Site): Build {
  const { stack, api, project, deployment } = site;
  const bucket = sources(site);
  const repository = images(site);
  const account = new ServiceAccount(stack, "build", {
    project,
    accountId: sharedAccountId(deployment.fabric, "build"),
    displayName: `Builds of fabric ${deployment.fabric}`,
    dependsOn: [api("iam")],
  });
  return { bucket, repository, account, rights: rights(site, { bucket, repository, account }) };
}

/** Holds nothing but what was uploaded to be built, so it goes with the fabric. */
function sources({ stack, api, project, region, labels, deployment: { fabric } }: Site): StorageBucket {
  return new StorageBucket(stack, "sources", {
    project,
    name: deriveName(["hopspan", fabric, "sources", worldMark(project, fabric)], NAME_CHARACTERS),
    location: region,
    labels,
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    versioning: { enabled: true },
    lifecycleRule: [
      { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: KEEP_DAYS, withState: "ARCHIVED" } },
    ],
    forceDestroy: true,
    dependsOn: [api("storage")],
  });
}

function images({ stack, api, project, region, labels, deployment: { fabric } }: Site): ArtifactRegistryRepository {
  return new ArtifactRegistryRepository(stack, "images", {
    project,
    location: region,
    repositoryId: deriveName(["hopspan", fabric], NAME_CHARACTERS),
    format: "DOCKER",
    description: `Functions of fabric ${fabric}`,
    labels,
    cleanupPolicies: [
      { id: "keep-latest", action: "KEEP", mostRecentVersions: { keepCount: 3 } },
      { id: "drop-old", action: "DELETE", condition: { olderThan: `${KEEP_DAYS * 86_400}s` } },
    ],
    dependsOn: [api("artifactregistry")],
  });
}

/**
 * What a build account needs: https://docs.cloud.google.com/functions/docs/securing/build-custom-sa. Logs can be granted
 * by the project only; the platform's own copy of a source lies in a bucket that is made with the first function, so the
 * right to read it is the project's too, under a condition.
 */
function rights(site: Site, { bucket, repository, account }: Omit<Build, "rights">): readonly ITerraformDependable[] {
  const { stack, project, region, deployment } = site;
  const { member } = account;
  const copies = `projects/_/buckets/gcf-v2-sources-${deployment.gcp?.projectNumber}-${region}`;
  return [
    new StorageBucketIamMember(stack, "build_source", {
      bucket: bucket.name,
      role: "roles/storage.objectViewer",
      member,
    }),
    new ArtifactRegistryRepositoryIamMember(stack, "build_image", {
      project,
      location: region,
      repository: repository.name,
      role: "roles/artifactregistry.writer",
      member,
    }),
    new ProjectIamMember(stack, "build_log", { project, role: "roles/logging.logWriter", member }),
    new ProjectIamMember(stack, "build_copy", {
      project,
      role: "roles/storage.objectViewer",
      member,
      condition: {
        title: "sources of functions",
        description: "The bucket that Cloud Run functions copies sources to",
        // With the whole name: europe-west1 is the beginning of europe-west10.
        expression: `resource.name == "${copies}" || resource.name.startsWith("${copies}/")`,
      },
    }),
  ];
}
