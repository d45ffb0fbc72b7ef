import { crossingSuite, keepSuite, pushSuite } from "../../suites/crossing-suite.ts";
import { largestSuite } from "../../suites/largest-suite.ts";

const reply = (count: number) => Array.from({ length: count }, () => ({ status: 204, text: "" }));
crossingSuite("pubsub-to-sqs", reply);
largestSuite("pubsub-to-sqs", reply);
keepSuite("pubsub-to-sqs");
pushSuite("pubsub-to-sqs");
