import { crossingSuite } from "../../suites/crossing-suite.ts";

crossingSuite("sqs-to-pubsub", () => [{ kind: "ok", payload: { batchItemFailures: [] } }]);
