import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import type { BuildOrder } from '../../../src/images/engines/engine.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import { ref, Rehearsal, toLogGroup, webTaskDefinition } from '../rehearsal.ts';
import { RehearsedEngine, registryOf, type EngineRecord } from '../rehearsed-engine.ts';

export const account = '123456789012';
export const uri = `${account}.dkr.ecr.us-east-1.amazonaws.com/shop/web`;

export const client = (rehearsal: Rehearsal) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: rehearsal.sandbox.requestHandler(),
  maxAttempts: 1,
});

/** A process that can read registries and build; what it builds is a new image each time. */
export function processOf(rehearsal: Rehearsal, interrupt?: AbortSignal): ReleaseContext {
  const record: EngineRecord = { builds: [], pushes: [], logins: [], opened: 0, closed: 0 };
  const images = new Map<string, BuildOrder>();
  return {
    ...rehearsal.context(interrupt),
    registries: registryOf(rehearsal.sandbox),
    openEngine: () => Promise.resolve(new RehearsedEngine(rehearsal.sandbox, record, images, {})),
  };
}

/** Pushes images of these tags to `shop/web`, as somebody with all permissions. */
async function pushed(rehearsal: Rehearsal, tags: readonly string[]): Promise<void> {
  await rehearsal.ecr.createRepository({ repositoryName: 'shop/web' });
  const engine = await processOf(rehearsal).openEngine({} as never);
  const { authorizationData } = await rehearsal.ecr.getAuthorizationToken({});
  const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  await engine.login({ registry: uri, username: 'AWS', password: token.slice('AWS:'.length) });
  const watching = { onLine: () => undefined, signal: new AbortController().signal };
  for (const tag of tags) {
    const reference = `${uri}:${tag}`;
    await engine.build({ settings: {} as never, reference, labels: {}, push: false }, watching);
    await engine.push(reference, watching);
  }
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
  ],
});

/** Roles, a log group, a secret and a parameter, and the task definition that needs them all. */
async function furnished(rehearsal: Rehearsal): Promise<Partial<RegisterTaskDefinitionCommandInput>> {
  const iam = new IAM(client(rehearsal));
  for (const RoleName of ['execution', 'tasks']) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: trust });
  }
  await new CloudWatchLogs(client(rehearsal)).createLogGroup({ logGroupName: '/web' });
  const secrets = new SecretsManager(client(rehearsal));
  const { ARN: secret = '' } = await secrets.createSecret({
    Name: 'database',
    SecretString: JSON.stringify({ password: 'kittens' }),
  });
  await new SSM(client(rehearsal)).putParameter({ Name: '/web/token', Value: 'yarn', Type: 'SecureString' });
  const [app] = webTaskDefinition().containerDefinitions ?? [];
  return {
    taskRoleArn: `arn:aws:iam::${account}:role/tasks`,
    containerDefinitions: [
      {
        ...app,
        logConfiguration: {
          ...toLogGroup,
          options: { ...toLogGroup.options, 'awslogs-create-group': 'false' },
        },
        secrets: [
          { name: 'PASSWORD', valueFrom: `${secret}:password::` },
          { name: 'TOKEN', valueFrom: `arn:aws:ssm:us-east-1:${account}:parameter/web/token` },
        ],
      },
    ],
  };
}

export const image = (tag: string) => ({ images: [{ image: `${uri}:${tag}` }] });

/** A service whose tasks need everything that a task can need, brought to version 1 of its image. */
export async function everything(rehearsal: Rehearsal): Promise<void> {
  await pushed(rehearsal, ['1', '2', '3', '4']);
  await bringIn(rehearsal, await furnished(rehearsal));
}

async function bringIn(
  rehearsal: Rehearsal,
  definition: Partial<RegisterTaskDefinitionCommandInput>,
): Promise<void> {
  const [app] = definition.containerDefinitions ?? [];
  const containerDefinitions = [{ ...app, image: `${uri}:1` }];
  const { ecs } = rehearsal;
  const { taskDefinition } = await ecs.registerTaskDefinition(
    webTaskDefinition({ ...definition, containerDefinitions }),
  );
  await ecs.updateService({ ...ref, taskDefinition: taskDefinition?.taskDefinitionArn });
  await rehearsal.steady();
}
