import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Scheduler } from '@aws-sdk/client-scheduler';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { fileURLToPath } from 'node:url';
import type { ImageRequest } from '../../../src/images/plan-image.ts';
import type { BuildOrder } from '../../../src/images/engines/engine.ts';
import { minutes, seconds } from '../../../src/model/duration.ts';
import type { PolicyCommand } from '../../../src/model/iam-policy.ts';
import type { Gate } from '../../../src/model/gate.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import type { DeployRequest } from '../../../src/release/requests.ts';
import { aGate } from '../../unit/builders.ts';
import { beginWithCodeDeploy, isReady, isShifting, routings, whenCodeDeploy } from '../codedeploy-stage.ts';
import { ref, Rehearsal, toLogGroup, webTaskDefinition } from '../rehearsal.ts';
import { RehearsedEngine, registryOf, type EngineRecord } from '../rehearsed-engine.ts';
import { beforeTraffic, beginWith, isPaused, isUnderWay, when } from '../strategy-stage.ts';
import type { Played } from './played.ts';
import { SceneSteps } from './scene-steps.ts';

const account = '123456789012';
const uri = `${account}.dkr.ecr.us-east-1.amazonaws.com/shop/web`;

const client = (rehearsal: Rehearsal) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: rehearsal.sandbox.requestHandler(),
  maxAttempts: 1,
});

/** A process that can read registries and build; what it builds is a new image each time. */
function processOf(rehearsal: Rehearsal, interrupt?: AbortSignal): ReleaseContext {
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

/** A configuration, and the commands that are run with it. */
export interface Scene {
  readonly name: string;
  /** How its commands end where nothing is refused: each with its exit code. */
  readonly ends: string;
  /** Everything up to where permissions begin to matter. */
  readonly begin: () => Promise<BegunScene>;
}

export interface BegunScene {
  readonly rehearsal: Rehearsal;
  /** What the configuration says of a release. */
  readonly release: Partial<DeployRequest>;
  /** Where it builds: a repository. */
  readonly builds?: string;
  /** Those that the policy is for; absent: those of every day. */
  readonly commands?: readonly PolicyCommand[];
  /** Commands that change nothing, so that they can be run again and again. */
  readonly look: () => AsyncGenerator<Played>;
  /** Commands that change something, in their order, each once. */
  readonly act: () => AsyncGenerator<Played>;
}

const image = (tag: string) => ({ images: [{ image: `${uri}:${tag}` }] });

/** A service whose tasks need everything that a task can need, brought to version 1 of its image. */
async function everything(rehearsal: Rehearsal): Promise<void> {
  await pushed(rehearsal, ['1', '2', '3', '4']);
  const definition = await furnished(rehearsal);
  const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition(webTaskDefinition(definition));
  const base = { kind: 'revision', nameOrArn: taskDefinition?.taskDefinitionArn ?? '' } as const;
  await rehearsal.deploy({ base, ...image('1') }, processOf(rehearsal));
}

const rolling: Scene = {
  name: 'a rolling update behind a load balancer',
  ends: 'status 0, history 0, render 0, init 0, verify 0, diagnose 0, deploy 0, watch 0, resume 0, rollback 0, deploy 130, abort 0, deploy 20, diagnose 0',
  async begin() {
    const rehearsal = await beginWith('ROLLING');
    await everything(rehearsal);
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt));
    return {
      rehearsal,
      release: {},
      async *look() {
        yield await steps.status();
        yield await steps.history();
        yield await steps.render();
        yield await steps.init();
        yield await steps.verify(`${uri}:2`);
        yield await steps.diagnose();
      },
      async *act() {
        const [deployed, watched] = await Promise.all([
          steps.deploy(image('2')),
          when(rehearsal, isUnderWay, () => steps.watch()),
        ]);
        yield deployed;
        yield watched;
        yield await steps.resume();
        yield await steps.rollback();
        yield await steps.deploy(image('3'), rehearsal.interruptAfter(seconds(40)));
        yield await steps.abort();
        rehearsal.sandbox.control.behave(`${uri}:4`, { exit: { code: 1, after: 2_000 } });
        yield await steps.deploy({ ...image('4'), unverified: true });
        yield await steps.diagnose();
      },
    };
  },
};

const numbers: Gate = aGate({
  name: 'errors',
  check: {
    kind: 'metrics',
    source: { kind: 'preset', preset: 'alb-5xx-rate' },
    limit: { kind: 'absolute', max: 5 },
    window: minutes(5),
    minimumSamples: 1,
  },
  interval: seconds(30),
  onInconclusive: 'continue',
});
const alarms: Gate = aGate({
  name: 'alarms',
  check: { kind: 'alarms', names: ['web-5xx'] },
  interval: seconds(30),
});
const targets: Gate = aGate({
  name: 'targets',
  check: { kind: 'target-health', healthyPercent: 90 },
  interval: seconds(30),
  hold: { timeoutInMinutes: 60 },
});
const migration: Gate = aGate({
  name: 'migrate',
  at: ['before'],
  count: 1,
  check: { kind: 'task', command: ['migrate'], environment: {}, timeout: minutes(5) },
  onInconclusive: 'continue',
});

const canary: Scene = {
  name: 'a canary with an approval, gates that hold, and autoscaling',
  ends: 'status 0, verify 0, deploy 10, deploy 31, reject 0, deploy 0, approve 0, watch 0, rollback 0, deploy 31, resume 31, abort 0',
  async begin() {
    const rehearsal = await beginWith('CANARY');
    await everything(rehearsal);
    const scaling = new ApplicationAutoScaling(client(rehearsal));
    await scaling.registerScalableTarget({
      ServiceNamespace: 'ecs',
      ResourceId: 'service/prod/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 1,
      MaxCapacity: 4,
    });
    rehearsal.sandbox.control.traffic('web', { requestsPerSecond: 20 });
    for (const tag of ['2', '3']) {
      rehearsal.sandbox.control.behave(`${uri}:${tag}`, { command: { code: 0, after: 2_000 } });
    }
    // Its migration does not come to an end.
    rehearsal.sandbox.control.behave(`${uri}:4`, { command: { code: 0, after: minutes(60) } });
    const release: Partial<DeployRequest> = {
      suspendScaling: true,
      settings: { approvals: [beforeTraffic] },
      gates: { gates: [numbers, alarms, targets, migration], watchForMilliseconds: 0 },
    };
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt), release);
    return {
      rehearsal,
      release,
      async *look() {
        yield await steps.status();
        yield await steps.verify(`${uri}:2`);
      },
      async *act() {
        yield await steps.deploy(image('4'));
        yield await steps.deploy(image('3'));
        yield await steps.reject();
        const [deployed, approved, watched] = await Promise.all([
          steps.deploy({ ...image('2'), waitForApproval: true }),
          when(rehearsal, isPaused, () => steps.approve()),
          when(rehearsal, isUnderWay, () => steps.watch()),
        ]);
        yield deployed;
        yield approved;
        yield watched;
        yield await steps.rollback();
        yield await steps.deploy({ ...image('3'), force: true });
        yield await steps.resume();
        yield await steps.abort();
      },
    };
  },
};

const network: Scene = {
  name: 'a blue/green release behind a network load balancer',
  ends: 'status 0, deploy 0',
  async begin() {
    const rehearsal = await Rehearsal.begin({ twoGroups: { type: 'network' } });
    const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } as const;
    await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration });
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt));
    return {
      rehearsal,
      release: {},
      async *look() {
        yield await steps.status();
      },
      async *act() {
        yield await steps.deploy({ images: [{ image: 'registry.example/web:2' }] });
      },
    };
  },
};

const codeDeploy: Scene = {
  name: 'a canary of CodeDeploy',
  ends: 'status 0, verify 0, migrate 0, history 0, init 0, diagnose 0, deploy 31, reject 0, deploy 0, approve 0, watch 0, resume 0, rollback 0, deploy 31, abort 0',
  async begin() {
    const rehearsal = await beginWithCodeDeploy({ group: { readyWait: 60 } });
    const release: Partial<DeployRequest> = { codeDeploy: { routing: routings.TimeBasedCanary } };
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt), release);
    const version = (number: number) => ({ images: [{ image: `registry.example/web:${number}` }] });
    // So that there is something to look back at.
    const [, before] = await Promise.all([
      whenCodeDeploy(rehearsal, isReady, () => steps.approve()),
      steps.deploy({ ...version(2), waitForApproval: true }),
    ]);
    if (before.exit !== 0) throw new Error(before.text);
    return {
      rehearsal,
      release,
      async *look() {
        yield await steps.status();
        yield await steps.verify('registry.example/web:3');
        yield await steps.migrate();
        yield await steps.history();
        yield await steps.init();
        yield await steps.diagnose();
      },
      async *act() {
        yield await steps.deploy({ ...version(3), codeDeploy: { routing: routings.TimeBasedLinear } });
        yield await steps.reject();
        const [deployed, approved, watched] = await Promise.all([
          steps.deploy({ ...version(4), waitForApproval: true }),
          whenCodeDeploy(rehearsal, isReady, () => steps.approve()),
          whenCodeDeploy(rehearsal, isShifting, () => steps.watch()),
        ]);
        yield deployed;
        yield approved;
        yield watched;
        yield await steps.resume();
        yield await steps.rollback();
        yield await steps.deploy(version(5));
        yield await steps.abort();
      },
    };
  },
};

const searched: Scene = {
  name: 'a group of CodeDeploy with names of its own',
  ends: 'status 0, deploy 0',
  async begin() {
    const names = { application: 'shop', group: 'website' };
    const rehearsal = await beginWithCodeDeploy({ group: { names } });
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt));
    return {
      rehearsal,
      release: {},
      async *look() {
        yield await steps.status();
      },
      async *act() {
        yield await steps.deploy({ images: [{ image: 'registry.example/web:2' }] });
      },
    };
  },
};

const commit = 'a'.repeat(40);
const hello = fileURLToPath(new URL('../../../docs/examples/hello', import.meta.url));

const built: Scene = {
  name: 'an image that is built',
  ends: 'build 0, push 0, push 0, deploy 0',
  async begin() {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.ecr.createRepository({ repositoryName: 'shop/web' });
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt));
    const request: ImageRequest = {
      settings: {
        repository: 'shop/web',
        context: hello,
        dockerfile: `${hello}/Dockerfile`,
        platforms: [],
        buildArgs: {},
        secrets: [],
        ssh: [],
        cacheFrom: [],
        cacheTo: [],
      },
      source: { tag: commit, isTagGiven: false, revision: commit, changes: [] },
      createRepository: false,
    };
    return {
      rehearsal,
      release: {},
      builds: 'shop/web',
      async *look() {
        yield await steps.build(request);
      },
      async *act() {
        yield await steps.push(request);
        yield await steps.push(request);
        yield await steps.deploy({ build: request, commit });
      },
    };
  },
};

/** A rule and a schedule that start tasks of the family, each of a revision of its own. */
async function startedElsewhere(rehearsal: Rehearsal): Promise<void> {
  const EcsParameters = {
    TaskDefinitionArn: `arn:aws:ecs:us-east-1:${account}:task-definition/web:2`,
  };
  const target = {
    Arn: `arn:aws:ecs:us-east-1:${account}:cluster/prod`,
    RoleArn: `arn:aws:iam::${account}:role/starter`,
    EcsParameters,
  };
  const events = new EventBridge(client(rehearsal));
  await events.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' });
  await events.putTargets({ Rule: 'nightly', Targets: [{ Id: '1', ...target }] });
  await new Scheduler(client(rehearsal)).createSchedule({
    Name: 'hourly',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: target,
  });
}

const upkeep: Scene = {
  name: 'keeping house',
  ends: 'protect 0, protect 0, prune 0',
  async begin() {
    const rehearsal = await beginWith('ROLLING');
    await everything(rehearsal);
    await startedElsewhere(rehearsal);
    await rehearsal.deploy(image('2'), processOf(rehearsal));
    const steps = new SceneSteps((interrupt) => processOf(rehearsal, interrupt));
    return {
      rehearsal,
      release: {},
      commands: ['prune', 'protect'],
      async *look() {
        // Both change something as soon as they may.
      },
      async *act() {
        yield await steps.protect(1);
        // What was kept before is one too many now.
        yield await steps.protect(0);
        yield await steps.prune();
      },
    };
  },
};

/** The cheapest first. */
export const scenes: readonly Scene[] = [built, rolling, upkeep, network, searched, codeDeploy, canary];
