// A fabric in a CDK app that has stacks of its own: the shop's topic is made beside it, and feeds it.

import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Fabric } from "../../infra/aws/fabric.ts";
import { bundleFunctions } from "../../infra/bundle.ts";
import { loadDeployment } from "../../infra/load-deployment.ts";

const { deployment, lock } = await loadDeployment({ file: join(import.meta.dirname, "fabric.yaml") });
await bundleFunctions();

const app = new App();
const shop = new Stack(app, "Shop", { env: { account: "111122223333", region: "eu-west-1" } });
new Topic(shop, "Orders", { topicName: "orders" });

const retail = new Fabric(app, "Retail", { deployment, lock });
// The fabric knows the topic by its name alone, so somebody has to say which is first.
for (const stack of retail.stacks) stack.addStackDependency(shop);
