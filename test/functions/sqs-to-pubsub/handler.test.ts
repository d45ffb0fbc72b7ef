import { crossingSuite } from "../../suites/crossing-suite.ts";
import { largestSuite } from "../../suites/largest-suite.ts";

const reply = () => [{ kind: "ok", payload: { batchItemFailures: [] } }];
crossingSuite("sqs-to-pubsub", reply);
largestSuite("sqs-to-pubsub", reply);
