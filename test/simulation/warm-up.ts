import { createClients } from '../../src/aws/clients.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

let warm: Promise<void> | undefined;

/**
 * Lets every SDK client make its first call, once for all histories: it loads modules and fills caches, and takes more turns
 * than those after it. Of two calls in one moment, the other would then be first, and a history could not be told twice.
 */
export function warmUp(): Promise<void> {
  warm ??= callEach();
  return warm;
}

async function callEach(): Promise<void> {
  const clients = createClients({
    region: 'us-east-1',
    credentials: { accessKeyId: 'warm-up', secretAccessKey: 'test' },
    requestHandler: new Sandbox().requestHandler(),
  });
  await (await clients.ecs()).listClusters({});
  await (await clients.cloudWatch()).describeAlarms({});
  await (await clients.applicationAutoScaling()).describeScalableTargets({ ServiceNamespace: 'ecs' });
  await (await clients.codeDeploy()).listApplications({});
  await (await clients.elbv2()).describeRules({ RuleArns: [] });
  // There is no log group yet.
  await (
    await clients.cloudWatchLogs()
  )
    .getLogEvents({ logGroupName: 'none', logStreamName: 'none' })
    .catch(() => undefined);
  await (await clients.ecr()).describeRepositories({});
  await (await clients.sts()).getCallerIdentity({});
}
