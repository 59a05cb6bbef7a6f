import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { findingsAgainst, type Readiness } from '../../src/model/readiness.ts';
import type { TaskDefinition } from '../../src/model/task-definition.ts';
import { describeReadiness } from '../../src/output/describe-readiness.ts';
import { verifyService } from '../../src/release/preflight/verify-service.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { aPolicy, day, type RuleOrder } from '../unit/images/lifecycle-policy/a-repository.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { ref, Rehearsal, webTaskDefinition, type Stage } from './rehearsal.ts';

const repositoryName = 'shop/web';

const taskRoleArn = 'arn:aws:iam::123456789012:role/tasks';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: ['ecs-tasks.amazonaws.com', 'codedeploy.amazonaws.com'] },
    },
  ],
});

/** A service that serves `web:1`, an image of another registry, and a repository for what comes after it. */
class Shop {
  readonly rehearsal: Rehearsal;
  readonly uri: string;
  readonly digests: string[] = [];

  private constructor(rehearsal: Rehearsal, uri: string) {
    this.rehearsal = rehearsal;
    this.uri = uri;
  }

  static async open(begin: (stage: Stage) => Promise<Rehearsal>, stage: Stage = {}): Promise<Shop> {
    const rehearsal = await begin(stage);
    const { repository } = await rehearsal.ecr.createRepository({ repositoryName });
    const shop = new Shop(rehearsal, repository?.repositoryUri ?? '');
    // What `webTaskDefinition` and the deployment group name.
    const iam = new IAM(shop.client());
    await iam.createRole({ RoleName: 'execution', AssumeRolePolicyDocument: trust });
    await iam.createRole({ RoleName: 'codeDeployRole', AssumeRolePolicyDocument: trust });
    await new SSM(shop.client()).putParameter({ Name: 'token', Value: 'x', Type: 'String' });
    return shop;
  }

  async push(version: number): Promise<string> {
    if (this.digests[version] !== undefined) return `${this.uri}:v${version}`;
    const { image } = await this.rehearsal.ecr.putImage({
      repositoryName,
      imageTag: `v${version}`,
      imageManifest: JSON.stringify({ schemaVersion: 2, version }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    this.digests[version] = image?.imageId?.imageDigest ?? '';
    return `${this.uri}:v${version}`;
  }

  /** `web:<version>`, unless there were others; what was told before is forgotten. */
  async release(version: number, request: Partial<DeployRequest> = {}) {
    const image = await this.push(version);
    this.rehearsal.facts.length = 0;
    return await this.rehearsal.deploy({ images: [{ image }], ...request });
  }

  async policy(...rules: readonly RuleOrder[]): Promise<void> {
    await this.rehearsal.ecr.putLifecyclePolicy({
      repositoryName,
      lifecyclePolicyText: aPolicy(...rules),
    });
  }

  /** What `verify --rollback` finds. */
  async verified(): Promise<Readiness | undefined> {
    const { readiness } = await verifyService(this.rehearsal.context(), {
      service: ref,
      base: { kind: 'live' },
      images: [],
      settings: {},
      rollback: 'automatic',
      timeoutMilliseconds: minutes(20),
      goesBack: true,
    });
    return readiness;
  }

  /** What was said of going back, with its moment. */
  said(): string[] {
    return this.rehearsal.facts.flatMap((fact) => {
      if (fact.type !== 'warning' || fact.warning.kind !== 'going-back') return [];
      const { readiness, when } = fact.warning;
      return [`${when}: ${describeReadiness(readiness, when)}`];
    });
  }

  client() {
    return {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: this.rehearsal.sandbox.requestHandler(),
      maxAttempts: 1,
    };
  }
}

function file(container: object = {}, task: object = {}): DeployRequest['base'] {
  const { containerDefinitions = [], ...rest } = webTaskDefinition();
  const own: Record<string, unknown> = { ...rest };
  delete own['tags'];
  const definition = {
    ...own,
    ...task,
    containerDefinitions: [{ ...containerDefinitions[0], ...container }],
  };
  return { kind: 'file', definition: definition as unknown as TaskDefinition, tags: [] };
}

const kinds = (readiness: Readiness | undefined) =>
  readiness === undefined ? [] : findingsAgainst(readiness).map(({ because }) => because.kind);

describe.each([
  ['ECS', (stage: Stage) => Rehearsal.begin(stage)],
  ['CodeDeploy', (stage: Stage) => beginWithCodeDeploy(stage as Parameters<typeof beginWithCodeDeploy>[0])],
] as const)('a service that %s releases to', (_, begin) => {
  it('is ready to go back when all that it needs is there, and nothing is said', async () => {
    const shop = await Shop.open(begin);
    await shop.release(2);

    const { outcome, readiness, plan } = await shop.release(3);

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.readiness).toMatchObject({ kind: 'ready' });
    expect(readiness).toMatchObject({
      kind: 'ready',
      release: { taskDefinition: expect.stringMatching(/web:2$/) as unknown },
    });
    expect(shop.said()).toEqual([]);
  });

  it('hears while all is well that the image of the release before has expired', async () => {
    const shop = await Shop.open(begin);
    await shop.release(2);
    await shop.release(3);
    await shop.policy({ keep: 1 });
    await shop.rehearsal.sandbox.clock.sleep(day);

    const verified = await shop.verified();
    expect(verified).toMatchObject({ kind: 'not-ready' });
    expect(kinds(verified)).toEqual(['image-missing']);

    // The same revision once more: what could be gone back to is then only in the history.
    shop.rehearsal.facts.length = 0;
    const { outcome, readiness } = await shop.rehearsal.deploy({ images: [], force: true });
    expect(outcome.kind).toBe('succeeded');
    expect(readiness).toMatchObject({ kind: 'not-ready' });
    const gone = `you could not go back to web:2: its image ${shop.uri}@${shop.digests[2]} is gone`;
    expect(shop.said()).toEqual([`before: after this release ${gone}`, `after: ${gone}`]);
  });

  it('hears that the image of what serves is about to go', async () => {
    const shop = await Shop.open(begin);
    await shop.release(2);
    await shop.policy({ patterns: ['v*'], keep: 1 });
    await shop.rehearsal.sandbox.clock.sleep(seconds(1));

    const { outcome, readiness } = await shop.release(3);

    expect(outcome.kind).toBe('succeeded');
    expect(readiness).toMatchObject({ kind: 'not-ready' });
    expect(kinds(readiness)).toEqual(['image-expiring']);
    expect(shop.said()[1]).toBe(
      `after: you could not go back to web:2: ${shop.uri}@${shop.digests[2]} is removed by rule 1 of the lifecycle policy within 24 hours`,
    );
  });

  it('is ready, and perhaps not for long, where a rule has a date', async () => {
    const shop = await Shop.open(begin);
    await shop.release(2);
    await shop.policy({ days: 5 });

    const { readiness } = await shop.release(3);

    expect(readiness).toMatchObject({ kind: 'ready' });
    expect(shop.said()).toHaveLength(2);
    expect(shop.said()[1]).toMatch(
      /you could go back to web:2, and perhaps not for long: .* on \d{4}-\d\d-\d\d$/,
    );
  });

  it('is ready where the revision is INACTIVE, and not where it is deleted', async () => {
    const shop = await Shop.open(begin);
    await shop.release(2);
    await shop.release(3);
    await shop.rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });

    const inactive = await shop.verified();
    expect(inactive).toMatchObject({
      kind: 'ready',
      release: { taskDefinition: expect.stringMatching(/web:2$/) as unknown },
    });
    expect(inactive?.kind === 'nothing-before' ? [] : inactive?.results).toContainEqual(
      expect.objectContaining({ check: 'revision', kind: 'passed', note: { kind: 'is-copied' } }),
    );

    await shop.rehearsal.ecs.deleteTaskDefinitions({ taskDefinitions: ['web:2'] });
    const deleted = await shop.verified();
    expect(deleted).toMatchObject({ kind: 'not-ready' });
    expect(kinds(deleted)).toEqual(['revision-deleted']);
  });

  it('has nothing to go back to before it was released to', async () => {
    const shop = await Shop.open(begin);

    expect(await shop.verified()).toEqual({ kind: 'nothing-before' });
  });
});

describe('what the tasks of the release before need', () => {
  it('is looked at where those that run need it no more: a role', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    const iam = new IAM(shop.client());
    await iam.createRole({ RoleName: 'tasks', AssumeRolePolicyDocument: trust });
    await shop.release(2, { base: file({}, { taskRoleArn }) });
    await iam.deleteRole({ RoleName: 'tasks' });

    const { readiness } = await shop.release(3, { base: file() });

    expect(kinds(readiness)).toEqual(['role-missing']);
    expect(shop.said()).toEqual([`after: you could not go back to web:2: its role ${taskRoleArn} is gone`]);
  });

  it('is looked at: a secret', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    const secrets = new SecretsManager(shop.client());
    const { ARN: valueFrom = '' } = await secrets.createSecret({ Name: 'db', SecretString: 'canary' });
    await shop.release(2, { base: file({ secrets: [{ name: 'DB', valueFrom }] }) });
    await secrets.deleteSecret({ SecretId: valueFrom, ForceDeleteWithoutRecovery: true });

    const { readiness } = await shop.release(3, { base: file({ secrets: [] }) });

    expect(kinds(readiness)).toEqual(['secret-missing']);
    expect(shop.said()).toEqual([`after: you could not go back to web:2: its secret ${valueFrom} is gone`]);
    expect(JSON.stringify([readiness, shop.rehearsal.facts])).not.toContain('canary');
  });

  it('is looked at: a target group', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage), { loadBalancer: true });
    const { rehearsal } = shop;
    await shop.release(2);
    const { LoadBalancers = [] } = await rehearsal.elbv2.describeLoadBalancers({});
    await rehearsal.elbv2.deleteLoadBalancer({ LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn });
    await rehearsal.elbv2.deleteTargetGroup({ TargetGroupArn: rehearsal.targetGroupArn });

    expect(kinds(await shop.verified())).toEqual(['target-group-missing']);
  });
});

describe('a look that cannot be made', () => {
  it.each([
    ['GetLifecyclePolicy', 'ecr:GetLifecyclePolicy'],
    ['DescribeRepositories', 'ecr:DescribeRepositories'],
  ])('is skipped, with the action that it needs: %s', async (operation, action) => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.release(2);
    shop.rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

    const { outcome, readiness } = await shop.release(3);

    expect(outcome.kind).toBe('succeeded');
    expect(readiness).toMatchObject({ kind: 'not-known', because: [{ kind: 'permission', action }] });
    expect(shop.said()).toEqual([
      `after: whether you could go back to web:2 is not wholly known: skipped: needs ${action}`,
    ]);
  });

  it('hides no outcome and takes no longer than a moment when AWS does not answer', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.release(2);
    await shop.push(3);
    const quick = await shop.release(3);
    shop.rehearsal.sandbox.control.fault({ operation: 'GetLifecyclePolicy', hang: true });

    const slow = await shop.release(4);

    expect(slow.outcome.kind).toBe('succeeded');
    expect(slow.readiness).toMatchObject({
      kind: 'not-known',
      because: [{ kind: 'unreadable', error: 'AWS has not answered within 15 s' }],
    });
    const took = ({ startedAt, endedAt }: typeof slow) => endedAt - startedAt;
    expect(took(slow) - took(quick)).toBeLessThanOrEqual(seconds(31));
  });

  it('says nothing of a policy that it does not understand, but to who verifies', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.push(2);
    await shop.push(3);
    await shop.policy({ keep: 1 });

    // Both came at the same moment.
    await shop.release(2);
    const { readiness } = await shop.release(3);

    expect(readiness).toMatchObject({ kind: 'not-known', because: [{ why: 'same-moment', rule: 1 }] });
    expect(shop.said()).toEqual([]);
    expect(await shop.verified()).toMatchObject({ kind: 'not-known' });
  });
});

describe('what it costs', () => {
  const callsOf = async (shop: Shop, version: number, request: Partial<DeployRequest>) => {
    shop.rehearsal.calls.length = 0;
    await shop.release(version, request);
    return shop.rehearsal.calls.map(({ operation }) => operation);
  };
  const more = (calls: readonly string[], than: readonly string[]) => {
    const left = [...than];
    return calls.filter((call) => {
      const at = left.indexOf(call);
      if (at >= 0) left.splice(at, 1);
      return at === -1;
    });
  };

  it('is three calls before a release and three after it, and one more each where there is a policy', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.release(2);
    const without = await callsOf(shop, 3, { unverified: true });
    const look = ['ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:GetLifecyclePolicy'];

    expect(more(await callsOf(shop, 4, {}), without).sort()).toEqual([...look, ...look].sort());
    await shop.policy({ days: 400 });
    expect(more(await callsOf(shop, 5, {}), without)).toHaveLength(8);
  });

  it('is one call for an image of another registry', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    const count = async (image: string, request: Partial<DeployRequest>) => {
      rehearsal.calls.length = 0;
      await rehearsal.deploy({ images: [{ image }], ...request });
      return rehearsal.calls.map(({ operation }) => operation);
    };
    const without = await count('registry.example/web:3', { unverified: true });

    expect(more(await count('registry.example/web:4', {}), without)).toEqual(['ecr:DescribeRepositories']);
  });

  it('is nothing where nobody wants it', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.release(2);

    const { readiness, plan } = await shop.release(3, { unverified: true });

    expect([readiness, plan?.readiness]).toEqual([undefined, undefined]);
  });
});

describe('a dry run', () => {
  it('tells it in the plan, and only there', async () => {
    const shop = await Shop.open((stage) => Rehearsal.begin(stage));
    await shop.release(2);
    await shop.rehearsal.sandbox.clock.sleep(seconds(1));
    await shop.policy({ keep: 1 });

    const { outcome, plan } = await shop.release(3, { dryRun: true });

    expect(outcome.kind).toBe('planned');
    expect(kinds(plan?.readiness)).toEqual(['image-expiring']);
    expect(shop.said()).toEqual([]);
  });
});
