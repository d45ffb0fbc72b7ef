import { crossingSuite, keepSuite } from "../../suites/crossing-suite.ts";

crossingSuite("pubsub-to-sqs", (count) => Array.from({ length: count }, () => ({ status: 204, text: "" })));
keepSuite("pubsub-to-sqs");
