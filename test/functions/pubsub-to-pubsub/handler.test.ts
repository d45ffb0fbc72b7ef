import { crossingSuite } from "../../suites/crossing-suite.ts";

crossingSuite("pubsub-to-pubsub", (count) => Array.from({ length: count }, () => ({ status: 204, text: "" })));
