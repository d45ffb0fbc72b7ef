// Parts that have no test of their own name, and which test proves each. A new part has one, or a line here that is true.

/** The test, and by folder the parts that it loads, uses and so proves. */
const table: readonly (readonly [test: string, ...parts: string[]])[] = [
  // A construct is proven by the templates that it is a part of.
  ["infra/aws/iam", "infra/aws: allowed google-role lambda-role trust foreign-senders"],
  ["infra/aws/make-link", "infra/aws: event-source lambda-function log-group"],
  ["infra/aws/queue", "infra/aws: make-queues"],
  ["infra/aws/stacks", "infra/aws: units"],
  ["infra/aws/fabric", "infra/aws: fabric-stack"],
  [
    "infra/aws/feeds/feed-queue",
    "infra/aws/feeds: dynamodb-stream event-rule feed-role iot-rule let-send s3-events sns-topic",
  ],
  [
    "infra/aws/watch/watch-stack",
    "infra/aws/watch: age-alarms alarm-topic dashboard dead-letter-alarms function-alarms joint-alarm metrics reconciliation",
  ],
  // What a command is made of is proven by what it prints and how it ends.
  ["infra/cli/verbs/check", "infra/cli: load-fabric main"],
  ["infra/cli/verbs/dev", "infra/cli: feed-plan verb"],
  ["infra/cli/verbs/dev-ending", "infra/cli: hopspan"],
  ["infra/cli/verbs/test", "infra/cli: difference"],
  ["infra/cli/examples", "infra/cli/trial: as-message as-written coverage example-secrets open-hop open-link unfolded"],
  [
    "infra/cli/verbs/try",
    "infra/cli: attribute-option hop-of",
    "infra/cli/trial: fate trace trace-json trace-lines walk",
  ],
  ["infra/cli/run-again", "infra/cli: watch-changes watched-run"],
  ["infra/cli/fuzz/fuzz-fabric", "infra/cli/fuzz: finding fuzz-hop input-schema inputs-of"],
  ["infra/cli/fuzz/values-of", "infra/cli/fuzz: formats mostly numbers-of patterned texts-of"],
  ["infra/cli/verbs/init", "infra/cli: starter"],
  ["infra/cli/verbs/receive", "infra/cli: print-message quoted", "infra/cli/endpoints: connection queue topic"],
  ["infra/cli/verbs/send", "infra/cli: connect"],
  ["infra/cli/verbs/plan", "infra/cli: deploying"],
  ["infra/cli/watch-run", "infra/cli: take-account"],
  // What an import is made of is proven by what comes of whole files.
  ["infra/cli/verbs/import", "infra/cli: import-wishes"],
  [
    "infra/kubemq/import-kubemq",
    "infra/kubemq: channels cloud-lines documents endpoints findings hops kubernetes leftovers sound ways write-fabric",
  ],
  ["infra/kubemq/read-bindings", "infra/kubemq: clouds kinds numbers read-side tables words"],
  // What makes up a bill is proven by its figures.
  ["infra/cost/advice", "infra/cost: cost-of variants"],
  ["infra/cost/estimate", "infra/cost: charges floor flow month lambda-flows"],
  ["infra/cost/fill", "infra/cost: assumptions unknowns"],
  ["infra/cost/properties", "infra/cost: range run-flows"],
  ["infra/cost/read-prices", "infra/cost: price price-fields"],
  ["infra/cost/render", "infra/cost: table"],
  ["infra/cost/traps", "infra/cost: send-flows side-flows"],
  // What a plan says is proven by what both halves would make.
  ["infra/plan/changes", "infra/plan: losses"],
  ["infra/plan/rights", "infra/plan: rights-in-aws rights-in-google"],
  // A step of a deployment is proven by whole deployments.
  ["infra/cli/verbs/synth", "infra/deploy: hand-over"],
  ["infra/deploy/aws-stacks", "infra/deploy: aws-credentials"],
  ["infra/deploy/deploy-fabric", "infra/deploy: aws google google-stack beginning"],
  // What a plan says is proven by what it says of changes.
  ["infra/plan/rights", "infra/plan: rights-in-aws rights-in-google"],
  ["infra/plan/changes", "infra/plan: losses"],
  // A resource is proven by the stack that it is a part of.
  ["infra/gcp/functions", "infra/gcp: google-half run-half accounts site", "infra/gcp/source: build upload"],
  ["infra/gcp/rights", "infra/gcp: grants"],
  ["infra/gcp/landing/landings", "infra/gcp: dead-letters private-bucket", "infra/gcp/landing: bucket table"],
  ["infra/gcp/topics", "infra/gcp: schemas"],
  ["infra/gcp/outputs", "infra/gcp: told"],
  ["infra/gcp/synth", "infra/gcp: has-google-half verbatim", "infra/gcp/source: archives"],
  ["infra/gcp/watch/alarms", "infra/gcp/watch: policy watch dashboard reconciliation"],
  ["infra/gcp/watch/log", "infra/gcp/watch: log-metrics request-logs"],
  // What a server or a host is made of is proven by how it answers.
  ["infra/cli/verbs/dev", "infra/local: broker-counts"],
  ["infra/local/running-fabric", "infra/local: arrivals inbox platform prepare-brokers ask-broker reach"],
  ["infra/local/feed", "infra/local: feed-sink"],
  ["infra/local/embedded/embedded", "infra/local/embedded: forget"],
  ["infra/cli/verbs/query", "infra/local/landing: landed-folder", "infra/local: local-subscriber"],
  ["infra/local/landing/landings", "infra/local/landing: subscription taken"],
  ["infra/local/landing/table-landing", "infra/local/landing: database fitting local-table"],
  ["infra/local/landing/bucket-landing", "infra/local/landing: object-form open-objects"],
  ["infra/local/landing/landing", "infra/local/landing: misfit"],
  ["infra/cli/landed-place", "infra/local/landing: folder-lock"],
  ["infra/local/faults/read-faults", "infra/local/faults: codes schema to-rule"],
  ["infra/local/faults/sqs-faults", "infra/local/faults: sqs-parts"],
  ["infra/local/faults/pubsub-faults", "infra/local/faults: pubsub-parts"],
  [
    "infra/local/lambda/event-source",
    "infra/local/lambda: group-locks sqs-event",
    "infra/local/process: growing-pause",
  ],
  [
    "infra/local/lambda/lambda-function",
    "infra/local/lambda: bootstrap invocation runtime-client sandbox",
    "infra/local/process: child lifeline watch-lifeline kill-group",
  ],
  [
    "infra/local/run/run-function",
    "infra/local/run: forward instance instance-process pool",
    "infra/local/process: within",
  ],
  ["infra/local/pubsub/engine", "infra/local/pubsub: listeners message names subscription subscriptions topics limits"],
  ["infra/local/pubsub/engine-properties", "infra/local/pubsub: line"],
  ["infra/local/pubsub/endings", "infra/local/pubsub: ack-id retry"],
  ["infra/local/pubsub/lane", "infra/local/pubsub: entry hand-out"],
  [
    "infra/local/pubsub/server",
    "infra/local/pubsub: definition fault methods rpc",
    "infra/local/pubsub/forms: fields mask message-form page policies push-form subscription-form topic-form",
    "infra/local/pubsub/methods: subscription-methods topic-methods",
  ],
  ["infra/local/pubsub/methods/pull-method", "infra/local/pubsub/methods: ack-methods check-pulled publish-method"],
  ["infra/local/pubsub/methods/streaming-pull", "infra/local/pubsub/methods: stream-request"],
  ["infra/local/pubsub/push/pusher", "infra/local/pubsub/push: pushers"],
  // What the provider says of the service is proven by its own words, one check for each.
  [
    "behaviour/pubsub/behaviour",
    "infra/local/pubsub: answers error-details iam-definition one-port replay snapshots",
    "infra/local/pubsub/filter: matcher tokens",
    "infra/local/pubsub/forms: labels topic-parts",
    "infra/local/pubsub/methods: iam-methods replay-methods schema-methods",
    "infra/local/pubsub/push: signer",
    "infra/local/pubsub/rest: from-json http-fault request-fields rest-handler routes to-json well-known",
    "infra/local/pubsub/schemas: fits protobuf-fits schema-table stamped",
  ],
  ["infra/local/sqs/directory", "infra/local/sqs: redrive-policy settings"],
  ["infra/local/sqs/engine", "infra/local/sqs: receive"],
  ["infra/local/sqs/moves", "infra/local/sqs: move-task"],
  ["infra/local/sqs/schedule", "infra/local/sqs: heap"],
  ["infra/local/sqs/in-flight", "infra/local/sqs: receipt"],
  ["infra/local/sqs/queue", "infra/local/sqs: chain"],
  ["infra/local/sqs/send", "infra/local/sqs: attribute-rules characters limits message-rules recent uuid"],
  [
    "infra/local/sqs/server",
    "infra/local/sqs: authorization fields operations places protocol timer",
    "infra/local/sqs/operations: operation",
  ],
  [
    "infra/local/sqs/operations/queue-operations",
    "infra/local/sqs/operations: attribute-operations tag-operations",
    "infra/local/sqs: tag-rules",
  ],
  ["infra/local/sqs/operations/receive-operations", "infra/local/sqs/operations: attribute-fields"],
  ["infra/local/sqs/operations/send-operations", "infra/local/sqs: fault", "infra/local/sqs/operations: batch"],
  // What turns messages into requests is proven by the requests of sinks and the messages of sources.
  ["shared/brokers/dispatch", "shared/brokers: packing-sink request waitlist"],
  ["shared/brokers/memory/source", "shared/brokers/memory: endpoint"],
  ["shared/brokers/pubsub/sink", "shared/brokers/pubsub: endpoint fit publish"],
  ["shared/brokers/pubsub/source", "shared/brokers/pubsub: push"],
  ["shared/brokers/sqs/peers", "shared/brokers/sqs: text"],
  ["shared/brokers/sqs/events", "shared/brokers/sqs: foreign"],
  ["shared/brokers/sqs/client", "shared/brokers/sqs: renew-refused"],
  ["shared/brokers/sqs/round-trip", "shared/brokers/sqs: attributes endpoint"],
  ["shared/brokers/sqs/sink", "shared/brokers/sqs: batch"],
  ["shared/brokers/sqs/source", "shared/brokers/sqs: record"],
  // A claim check is proven by what is laid down and given back.
  ["shared/brokers/http-store", "shared/brokers: object-request"],
  ["shared/brokers/folder-store", "shared/brokers: claim-store"],
  ["shared/brokers/offload", "shared/brokers: few-at-a-time in-time"],
  ["shared/brokers/sqs/claims", "shared/brokers: redeem", "shared/brokers/sqs: pointer"],
  ["shared/brokers/pubsub/claims", "shared/brokers/pubsub: pointer"],
  ["shared/fabric/claims", "shared/fabric: claim-schema"],
  ["shared/fabric/deployment/claim-plan", "shared/fabric/deployment: claim-rights"],
  // A form is proven by what it carries.
  ["shared/brokers/header", "shared/core: message"],
  // What reads and resolves a fabric is proven by fabrics, written well and badly.
  ["infra/cli/verbs/check", "shared/fabric: known-keys yaml-text yaml-place cut-out unknown yaml-keys"],
  ["infra/gcp/watch/alarms", "shared/fabric/deployment: age-budgets"],
  ["infra/load-deployment", "shared/fabric: stand-ins"],
  ["shared/fabric/compile", "shared/fabric: dead-letters hop-ends hop-links join-schema hop-joins link-parts policies"],
  ["shared/fabric/explain", "shared/fabric: likeliest"],
  ["shared/fabric/read", "shared/fabric: choice-schema fabric resolve"],
  [
    "shared/fabric/json-schema",
    "shared/fabric: endpoint-schema hop-schema key-reference keyed landing-schema run-schema schema",
  ],
  ["shared/fabric/read-link", "shared/fabric: secrets"],
  [
    "shared/fabric/deployment/deployment",
    "shared/fabric/deployment: function-plan queue-plan schema-plan subscription-plan topic-plan",
  ],
  [
    "shared/fabric/deployment/inventory",
    "shared/fabric/deployment: stack-name",
    "shared/fabric/deployment/things: aws-watch-things federation-things google-watch-things ground-things lambda-things",
    "shared/fabric/deployment/things: claim-things landing-things link-settings owner places queue-things rights run-things thing",
    "shared/fabric/deployment/things: topic-things",
  ],
  [
    "shared/fabric/deployment/inventory",
    "shared/fabric/deployment: stack-name",
    "shared/fabric/deployment/things: aws-watch-things federation-things google-watch-things ground-things lambda-things",
    "shared/fabric/deployment/things: landing-things link-settings owner places queue-things rights run-things thing topic-things",
  ],
  ["shared/fabric/check", "shared/fabric: stand-ins"],
  // What a comparison is made of is proven by what it says of whole schemas, and by values.
  [
    "shared/fabric/shapes/subset",
    "shared/fabric/shapes: answer lists literals node numbers objects texts",
    "shared/core: shape",
  ],
  ["shared/transforms/chain", "shared/transforms/parts: in-order"],
  ["shared/fabric/deployment/grants", "shared/fabric/deployment: google-access"],
  ["shared/fabric/deployment/landings", "shared/fabric/deployment: landing-plan table-plan"],
  // A token is proven by the server that takes it.
  ["shared/identity/google-token", "shared/identity: aws-request outbound-token identity-error"],
  // So is a secret's way.
  ["shared/secrets/stored-secrets", "shared/secrets: google-secret parameter-store unreadable"],
  ["shared/secrets/wrapped-keys", "shared/secrets: aws-kms google-kms read-answer wrapped-key"],
  [
    "infra/cli/verbs/wrap-key",
    "infra/cli/wrap-key: own-environment unwrap-again wrap-by-aws wrap-by-google written-secret",
  ],
  // What transforms share is proven by them.
  ["shared/transforms/codecs/avro", "shared/transforms/codecs: avro-bytes avro-fit avro-read forms"],
  ["shared/transforms/parse", "shared/transforms/codecs: at-field codec-step codecs"],
  ["shared/transforms/codecs/protobuf", "shared/transforms/codecs: protobuf-fit protobuf-json protobuf-unknown"],
  ["shared/transforms/to-cloudevents", "shared/transforms/parts: body-media cloud-event cloud-event-modes"],
  [
    "shared/transforms/unwrap",
    "shared/transforms/parts: dynamodb-envelope envelope event-bridge-envelope s3-envelope sns-envelope",
  ],
  ["shared/transforms/flatten", "shared/transforms/parts: flat-form"],
  ["shared/transforms/pick", "shared/transforms/parts: named-places"],
];

/** Parts by their paths, each with the test that proves it though it is called otherwise. */
export const proofs: ReadonlyMap<string, string> = new Map(
  table.flatMap(([test, ...folders]) =>
    folders.flatMap((line) => {
      const [folder = "", names = ""] = line.split(": ");
      return names.split(" ").map((name) => [`${folder}/${name}.ts`, `test/${test}.test.ts`] as const);
    }),
  ),
);
