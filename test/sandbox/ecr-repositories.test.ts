import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';
import { digestOf, RegistryUser } from './registry/registry-user.ts';

const repositoryName = 'shop/web';
const account = '123456789012';

let sandbox: Sandbox;
let ecr: ReturnType<typeof clientsOf>['ecr'];
beforeEach(async () => {
  sandbox = new Sandbox();
  ({ ecr } = clientsOf(sandbox));
  const tags = [{ Key: 'team', Value: 'shop' }];
  await ecr.send(new CreateRepositoryCommand({ repositoryName, tags }));
});

const describeOne = async () =>
  (await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))).repositories?.[0];

describe('the address of a repository', () => {
  it('is that of the server as long as there is one, also after a reset and in every region', async () => {
    sandbox.addRegistryHost('127.0.0.1:4566');
    sandbox.addRegistryHost('localhost:4566');
    expect((await describeOne())?.repositoryUri).toBe('127.0.0.1:4566/shop/web');
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    expect(authorizationData?.[0]?.proxyEndpoint).toBe('http://127.0.0.1:4566');
    expect(sandbox.worldOf('eu-west-1').ecr.host).toBe('127.0.0.1:4566');
    sandbox.control.reset();
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    expect(repository?.repositoryUri).toBe('127.0.0.1:4566/shop/web');
    sandbox.removeRegistryHost('127.0.0.1:4566');
    sandbox.removeRegistryHost('localhost:4566');
    expect((await describeOne())?.repositoryUri).toBe(`${account}.dkr.ecr.us-east-1.amazonaws.com/shop/web`);
  });
});

describe('the mutability of tags', () => {
  const put = (input: Partial<PutImageTagMutabilityCommand['input']>) =>
    ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE', ...input }));

  it('can change, and holds for the next push', async () => {
    const user = new RegistryUser(sandbox);
    await user.pushImage(repositoryName, 'v1', 'a');
    expect(await put({ imageTagMutability: 'IMMUTABLE' })).toMatchObject({
      registryId: account,
      repositoryName,
      imageTagMutability: 'IMMUTABLE',
    });
    expect((await describeOne())?.imageTagMutability).toBe('IMMUTABLE');
    const other = await user.pushParts(repositoryName, 'b');
    expect((await user.putManifest(repositoryName, 'v1', other)).error?.code).toBe('TAG_INVALID');
    await put({ imageTagMutability: 'MUTABLE' });
    expect((await user.putManifest(repositoryName, 'v1', other)).status).toBe(201);
  });

  it('may have exceptions', async () => {
    const user = new RegistryUser(sandbox);
    await put({
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }],
    });
    for (const tag of ['latest-1', 'v1']) await user.pushImage(repositoryName, tag, 'a');
    const other = await user.pushParts(repositoryName, 'b');
    expect((await user.putManifest(repositoryName, 'latest-1', other)).status).toBe(201);
    expect((await user.putManifest(repositoryName, 'v1', other)).status).toBe(400);
  });

  it.each([
    ['exceptions without a mode that has some', { imageTagMutabilityExclusionFilters: [filter('a')] }],
    ['a mode with exceptions, without any', { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const }],
    [
      'more than five exceptions',
      {
        imageTagMutability: 'MUTABLE_WITH_EXCLUSION' as const,
        imageTagMutabilityExclusionFilters: ['a', 'b', 'c', 'd', 'e', 'f'].map(filter),
      },
    ],
    [
      'an exception with three wildcards',
      {
        imageTagMutability: 'MUTABLE_WITH_EXCLUSION' as const,
        imageTagMutabilityExclusionFilters: [filter('*a*b*')],
      },
    ],
  ])('is refused with %s', async (_, input) => {
    expect((await refusal(put(input))).name).toBe('InvalidParameterException');
  });
});

function filter(pattern: string): { filterType: 'WILDCARD'; filter: string } {
  return { filterType: 'WILDCARD', filter: pattern };
}

it('scanning on push can change, and is shown', async () => {
  const imageScanningConfiguration = { scanOnPush: true };
  await ecr.send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }));
  expect((await describeOne())?.imageScanningConfiguration).toEqual(imageScanningConfiguration);
});

describe('a lifecycle policy', () => {
  const expire = (days: number) => ({
    rulePriority: 1,
    description: 'old ones',
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
    action: { type: 'expire' },
  });
  const put = (policy: unknown) =>
    ecr.send(
      new PutLifecyclePolicyCommand({
        repositoryName,
        lifecyclePolicyText: typeof policy === 'string' ? policy : JSON.stringify(policy),
      }),
    );
  const get = () => ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
  const none = {
    name: 'LifecyclePolicyNotFoundException',
    message: `Lifecycle policy does not exist for the repository with name 'shop/web' in the registry with id '${account}'`,
  };

  it('is kept as it was put, and can be deleted', async () => {
    const lifecyclePolicyText = JSON.stringify({ rules: [expire(14)] }, null, 2);
    expect(await put(lifecyclePolicyText)).toMatchObject({ lifecyclePolicyText });
    expect(await get()).toMatchObject({
      registryId: account,
      repositoryName,
      lifecyclePolicyText,
      lastEvaluatedAt: new Date(0),
    });
    const deleted = await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    expect(deleted).toMatchObject({ lifecyclePolicyText });
    expect(await refusal(get())).toEqual(none);
  });

  it('that is not there cannot be read or deleted', async () => {
    expect(await refusal(get())).toEqual(none);
    expect(await refusal(ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName })))).toEqual(none);
  });

  const rule = expire(1);
  it.each([
    ['x', 'Could not map policyString into LifecyclePolicy.'],
    [[], 'Could not map policyString into LifecyclePolicy.'],
    [{}, 'object has missing required properties (["rules"])'],
    [{ rules: [{ rulePriority: 1 }] }, 'object has missing required properties (["action","selection"])'],
    [
      { rules: [{ ...rule, name: 'a' }] },
      'object instance has properties which are not allowed by the schema: (["name"])',
    ],
    [
      { rules: [{ ...rule, rulePriority: 0 }] },
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)',
    ],
    [
      { rules: [{ ...rule, action: { type: 'delete' } }] },
      'instance value ("delete") not found in enum (possible values: ["expire","transition"])',
    ],
    [
      { rules: [{ ...rule, selection: { ...rule.selection, countUnit: undefined } }] },
      'instance failed to match exactly one schema (matched 0 out of 2)',
    ],
    [
      { rules: [{ ...rule, selection: { ...rule.selection, tagStatus: 'tagged' } }] },
      'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.',
    ],
    [{ rules: [rule, rule] }, 'Rule priorities must be unique.'],
    [
      {
        rules: [
          { ...rule, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 } },
          { ...rule, rulePriority: 2 },
        ],
      },
      'Rule for tagStatus=ANY must have the lowest priority per storage class',
    ],
  ])('of %j is refused', async (policy, problem) => {
    expect(await refusal(put(policy))).toEqual({
      name: 'InvalidParameterException',
      message: `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${problem}'`,
    });
  });
});

describe('the tags of a repository', () => {
  const resourceArn = `arn:aws:ecr:us-east-1:${account}:repository/shop/web`;
  const list = async () => (await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags;

  it('come and go', async () => {
    await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'env', Value: 'test' }] }));
    expect(await list()).toEqual([
      { Key: 'team', Value: 'shop' },
      { Key: 'env', Value: 'test' },
    ]);
    await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
    expect(await list()).toEqual([{ Key: 'env', Value: 'test' }]);
  });

  it('belong to a repository that is there', async () => {
    const ask = (arn: string) => ecr.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect((await refusal(ask(`${resourceArn}2`))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(ask('shop/web'))).name).toBe('InvalidParameterException');
  });
});

it('a repository that is deleted takes its layers with it', async () => {
  const user = new RegistryUser(sandbox);
  await user.pushImage(repositoryName, 'v1', 'a');
  await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const layer = `/v2/${repositoryName}/blobs/${digestOf('layer of a')}`;
  expect((await user.send('HEAD', layer)).status).toBe(404);
});

describe('an image at the address of the server', () => {
  const register = (executionRoleArn?: string) =>
    clientsOf(sandbox).ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        executionRoleArn,
        containerDefinitions: [{ name: 'web', image: '127.0.0.1:4566/shop/web:1' }],
      }),
    );

  it('needs an execution role on Fargate, as every image of ECR does', async () => {
    sandbox.addRegistryHost('127.0.0.1:4566');
    expect((await refusal(register())).message).toBe(
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    );
    const { taskDefinition } = await register(`arn:aws:iam::${account}:role/execution`);
    expect(taskDefinition?.requiresAttributes).toContainEqual({
      name: 'com.amazonaws.ecs.capability.ecr-auth',
    });
  });

  it('is that of a stranger as long as no server has this address', async () => {
    await expect(register()).resolves.toMatchObject({ taskDefinition: { revision: 1 } });
  });
});
