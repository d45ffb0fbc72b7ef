import { crossingSuite, pushSuite } from "../../suites/crossing-suite.ts";

crossingSuite("pubsub-to-pubsub", (count) => Array.from({ length: count }, () => ({ status: 204, text: "" })));
pushSuite("pubsub-to-pubsub");
