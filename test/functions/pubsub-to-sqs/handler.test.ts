import { crossingSuite, keepSuite, pushSuite } from "../../suites/crossing-suite.ts";

crossingSuite("pubsub-to-sqs", (count) => Array.from({ length: count }, () => ({ status: 204, text: "" })));
keepSuite("pubsub-to-sqs");
pushSuite("pubsub-to-sqs");
