import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CodeDeploy } from '@aws-sdk/client-codedeploy';
import { ECR } from '@aws-sdk/client-ecr';
import { ECS } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  CreateServiceCommandInput,
  LoadBalancer,
  LogConfiguration,
  RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import type { CallRecord } from '../../src/aws/aws.ts';
import { createClients, type ClientOptions } from '../../src/aws/clients.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import type { AskHttp, RunProgram } from '../../src/gates/gate-context.ts';
import { minutes } from '../../src/model/duration.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { deploy } from '../../src/release/deploy.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { AskPerson, ReleaseContext } from '../../src/release/release-context.ts';
import type {
  DeployRequest,
  ResumeRequest,
  RollbackRequest,
  WatchRequest,
} from '../../src/release/requests.ts';
import { resume } from '../../src/release/resume.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { watch } from '../../src/release/watch.ts';
import type { RequestSigner } from '@smithy/types';
import { buildGroup, type CodeDeployStage } from './codedeploy-group.ts';
import { buildTwoGroups, shareOf, type TwoGroups, type TwoGroupsStage } from './two-groups.ts';
import type { InProcessHandler } from '../../src/sandbox/in-process-handler.ts';
import { Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

export interface Stage extends SandboxOptions {
  readonly desired?: number;
  readonly breaker?: 'rolls-back' | 'only-stops' | 'off';
  readonly loadBalancer?: boolean;
  /** A load balancer with two target groups, between which ECS can move traffic. */
  readonly twoGroups?: TwoGroupsStage;
  /** The service is under CODE_DEPLOY, with a deployment group between two target groups. */
  readonly codeDeploy?: CodeDeployStage;
  readonly service?: Partial<CreateServiceCommandInput>;
  readonly taskDefinition?: Partial<RegisterTaskDefinitionCommandInput>;
}

/** The sandbox reads the region from the credential scope and checks no signature: hashing would be half of a rehearsal. */
const signerOf = (accessKeyId: string): RequestSigner => ({
  sign: (request) => {
    const region = /\.([a-z]+-[a-z]+-\d)\.amazonaws\.com$/.exec(request.hostname)?.[1] ?? 'us-east-1';
    const scope = `${accessKeyId}/20260115/${region}/ecs/aws4_request`;
    request.headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    return Promise.resolve(request);
  },
});
const signer = signerOf('test');
/** The processes of a rehearsal whose permissions are held against a policy; its own clients may do everything. */
const deployer = signerOf('deployer');
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
/** Where the calls of a process go. */
export type Transport = Pick<InProcessHandler, 'handle' | 'updateHttpClientConfig' | 'httpHandlerConfigs'>;

export const ref = { cluster: 'prod', service: 'web' };
export const imageOf = (version: string | number) => `registry.example/web:${version}`;

const begun: Rehearsal[] = [];

/**
 * Ends the time of all rehearsals of a test file. A process that was killed in one, or left behind, would go on in virtual time; Jest
 * fails a run in which anything loads a module after its file is done. (The benchmark rehearses without Jest.)
 */
async function endRehearsals(): Promise<void> {
  for (const { sandbox } of begun.splice(0)) sandbox.clock.stop();
  // Who is between two calls comes to the next wait, and stays there.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
const { afterAll } = globalThis as { afterAll?: (end: () => Promise<void>) => void };
afterAll?.(endRehearsals);

/** A whole release against the sandbox, in process and in virtual time: nobody really waits. */
export class Rehearsal {
  readonly sandbox: Sandbox;
  readonly ecs: ECS;
  readonly elbv2: ElasticLoadBalancingV2;
  readonly ecr: ECR;
  readonly cloudWatch: CloudWatch;
  readonly codeDeploy: CodeDeploy;
  readonly facts: ReleaseFact[] = [];
  readonly calls: CallRecord[] = [];
  /** Of other accounts, by the profile that lets a process in. */
  readonly neighbours = new Map<string, Rehearsal>();
  /** What programs and URLs answer, and a person who is asked; a test that needs them says so. */
  runProgram: RunProgram = () => Promise.reject(new Error('this rehearsal runs no program'));
  askHttp: AskHttp = () => Promise.reject(new Error('this rehearsal asks no URL'));
  ask: ((signal: AbortSignal) => Promise<boolean>) | undefined;
  /** What its processes are let in by, or who gives it to them, in sandbox time. */
  credentials: ClientOptions['credentials'] = credentials;
  targetGroupArn = '';
  #groups: TwoGroups | undefined;
  #isEnforced = false;

  private constructor(options: SandboxOptions) {
    this.sandbox = new Sandbox(options);
    begun.push(this);
    const client = {
      region: 'us-east-1',
      credentials,
      signer,
      requestHandler: this.sandbox.requestHandler(),
      maxAttempts: 1,
    };
    this.ecs = new ECS(client);
    this.elbv2 = new ElasticLoadBalancingV2(client);
    this.ecr = new ECR(client);
    this.cloudWatch = new CloudWatch(client);
    this.codeDeploy = new CodeDeploy(client);
  }

  /** A cluster with one service that serves `web:1`, steady. */
  static async begin(stage: Stage = {}): Promise<Rehearsal> {
    const rehearsal = new Rehearsal(stage);
    await rehearsal.#build(stage);
    return rehearsal;
  }

  /** From now on processes may do what this policy grants, and nothing else; all with `undefined`. */
  enforceIam(policy: object | undefined): void {
    this.#isEnforced = policy !== undefined;
    this.sandbox.control.enforceIam(policy && { policy, accessKeyId: 'deployer' });
  }

  /** A context as `cli/wire.ts` would make it; each stands for one process. */
  context(
    interrupt: AbortSignal = new AbortController().signal,
    requestHandler: Transport = this.sandbox.requestHandler(),
  ): ReleaseContext {
    const awsIn = (region: string) =>
      openAws({
        clients: createClients({
          region,
          credentials: this.credentials,
          signer: this.#isEnforced ? deployer : signer,
          requestHandler,
        }),
        clock: this.sandbox.clock,
        random: () => 0.5,
        onCall: (call) => this.calls.push(call),
      });
    return {
      aws: awsIn('us-east-1'),
      awsOf: ({ region = 'us-east-1', profile = '' }) => {
        const neighbour = this.neighbours.get(profile);
        return neighbour === undefined ? awsIn(region) : neighbour.context(interrupt).awsOf({ region });
      },
      clock: this.sandbox.clock,
      report: (fact) => this.facts.push(fact),
      interrupt,
      registries: () => Promise.reject(new Error('this rehearsal reads no registry')),
      loginOf: () => Promise.resolve(undefined),
      openEngine: () => Promise.reject(new Error('this rehearsal builds nothing')),
      runProgram: (order) => this.runProgram(order),
      askHttp: (question) => this.askHttp(question),
      ask: this.#askPerson(),
    };
  }

  /** @param as an interruption, or the whole context of the process */
  deploy(request: Partial<DeployRequest> = {}, as?: AbortSignal | ReleaseContext): Promise<ReleaseResult> {
    const context = as === undefined || as instanceof AbortSignal ? this.context(as) : as;
    return deploy(context, {
      service: ref,
      base: { kind: 'live' },
      images: [{ image: imageOf(2) }],
      settings: {},
      imageReference: 'digest',
      force: false,
      ...defaults,
      ...request,
    });
  }

  rollBack(request: Partial<RollbackRequest> = {}, interrupt?: AbortSignal): Promise<ReleaseResult> {
    return rollBack(this.context(interrupt), { service: ref, ...defaults, ...request });
  }

  resume(request: Partial<ResumeRequest> = {}, interrupt?: AbortSignal): Promise<ReleaseResult> {
    return resume(this.context(interrupt), { service: ref, ...defaults, ...request });
  }

  watch(request: Partial<WatchRequest> = {}): Promise<ReleaseResult> {
    return watch(this.context(), { service: ref, timeoutMilliseconds: minutes(30), ...request });
  }

  /** Interrupts after a while, as Ctrl-C would. */
  interruptAfter(milliseconds: number, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): AbortSignal {
    const controller = new AbortController();
    this.sandbox.timeline.after(milliseconds, 'a person interrupts', () =>
      controller.abort(new Interrupted(signal)),
    );
    return controller.signal;
  }

  /** Something that happens at AWS meanwhile, done by somebody else. */
  async meanwhile(milliseconds: number, act: () => Promise<unknown>): Promise<void> {
    await this.sandbox.clock.sleep(milliseconds);
    await act();
  }

  /** What serves now, as the sandbox knows it. */
  async serving(): Promise<{
    taskDefinition: string;
    images: string[];
    deploymentId: string;
    rolloutState: string;
  }> {
    const { services } = await this.ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
    const service = services?.[0];
    const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY');
    const { taskArns } = await this.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
    const { tasks } =
      (taskArns ?? []).length === 0
        ? { tasks: [] }
        : await this.ecs.describeTasks({ cluster: ref.cluster, tasks: taskArns });
    const running = (tasks ?? []).filter(({ lastStatus }) => lastStatus === 'RUNNING');
    return {
      taskDefinition: primary?.taskDefinition?.split('/').at(-1) ?? '',
      images: [...new Set(running.map(({ containers }) => containers?.[0]?.image ?? ''))],
      deploymentId: primary?.id ?? '',
      rolloutState: primary?.rolloutState ?? '',
    };
  }

  get hasTwoGroups(): boolean {
    return this.#groups !== undefined;
  }

  /** The two target groups of a stage that has them. */
  get groups(): TwoGroups {
    if (this.#groups === undefined) throw new Error('this stage has one target group or none');
    return this.#groups;
  }

  /** Percent of production traffic on each colour, as the load balancer has it. */
  async weights(): Promise<{ blue: number; green: number }> {
    const { blue, green, productionRule } = this.groups;
    return {
      blue: await shareOf(this.elbv2, productionRule, blue),
      green: await shareOf(this.elbv2, productionRule, green),
    };
  }

  /** Status of the newest service deployment. */
  async newestDeployment(): Promise<{ arn: string; status: string; finishedAt?: number }> {
    const { serviceDeployments } = await this.ecs.listServiceDeployments(ref);
    const [newest] = serviceDeployments ?? [];
    const finishedAt = newest?.finishedAt?.getTime();
    return {
      arn: newest?.serviceDeploymentArn ?? '',
      status: newest?.status ?? '',
      ...(finishedAt === undefined ? {} : { finishedAt }),
    };
  }

  #askPerson(): AskPerson | undefined {
    const { ask } = this;
    if (ask === undefined) return undefined;
    return (signal, show) => {
      show();
      return ask(signal);
    };
  }

  /** How often an operation was asked for, in the sandbox's own count. */
  count(operation: string): number {
    return this.sandbox.control.calls.recent().filter((call) => call.operation === operation).length;
  }

  factsOf<Type extends ReleaseFact['type']>(type: Type): Extract<ReleaseFact, { type: Type }>[] {
    return this.facts.filter((fact): fact is Extract<ReleaseFact, { type: Type }> => fact.type === type);
  }

  async steady(): Promise<void> {
    for (let look = 0; look < 200; look++) {
      const { services } = await this.ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
      const { deployments = [], taskSets = [] } = services?.[0] ?? {};
      const [only] = deployments;
      if (deployments.length === 1 && only?.rolloutState === 'COMPLETED') return;
      if (taskSets.length === 1 && taskSets[0]?.stabilityStatus === 'STEADY_STATE') return;
      await this.sandbox.clock.sleep(5_000);
    }
    throw new Error('the service does not become steady');
  }

  async #build({
    desired = 2,
    breaker = 'rolls-back',
    loadBalancer = false,
    codeDeploy,
    twoGroups = codeDeploy === undefined ? undefined : {},
    service,
    taskDefinition,
  }: Stage): Promise<void> {
    await this.ecs.createCluster({ clusterName: ref.cluster });
    await this.ecs.registerTaskDefinition(webTaskDefinition(taskDefinition));
    if (twoGroups !== undefined) this.#groups = await buildTwoGroups(this.elbv2, twoGroups);
    const loadBalancers =
      this.#groups !== undefined
        ? [codeDeploy === undefined ? this.#groups.loadBalancer : withoutAdvanced(this.#groups)]
        : loadBalancer
          ? [await this.#loadBalancer()]
          : [];
    await this.ecs.createService({
      cluster: ref.cluster,
      serviceName: ref.service,
      taskDefinition: 'web:1',
      desiredCount: desired,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      loadBalancers,
      ...(codeDeploy === undefined
        ? {
            deploymentConfiguration: {
              deploymentCircuitBreaker: { enable: breaker !== 'off', rollback: breaker === 'rolls-back' },
            },
          }
        : { deploymentController: { type: 'CODE_DEPLOY' } }),
      ...service,
    });
    if (service?.taskDefinition === undefined) await this.steady();
    if (codeDeploy !== undefined) await buildGroup(this.codeDeploy, this.groups, codeDeploy);
  }

  async #loadBalancer(): Promise<{ targetGroupArn: string; containerName: string; containerPort: number }> {
    const balancer = await this.elbv2.createLoadBalancer({ Name: 'web', Subnets: ['subnet-1', 'subnet-2'] });
    const group = await this.elbv2.createTargetGroup({
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
    });
    this.targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
    await this.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: this.targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '15' }],
    });
    await this.elbv2.createListener({
      LoadBalancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: this.targetGroupArn }],
    });
    return { targetGroupArn: this.targetGroupArn, containerName: 'app', containerPort: 8080 };
  }
}

/** As CodeDeploy wants it: the group says between which target groups traffic moves. */
function withoutAdvanced({ loadBalancer }: TwoGroups): LoadBalancer {
  const { targetGroupArn, containerName, containerPort } = loadBalancer;
  return {
    ...(targetGroupArn === undefined ? {} : { targetGroupArn }),
    ...(containerName === undefined ? {} : { containerName }),
    ...(containerPort === undefined ? {} : { containerPort }),
  };
}

const defaults = {
  ifBusy: 'refuse',
  timeoutMilliseconds: minutes(30),
  rollback: 'automatic',
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
  dryRun: false,
} as const;

/** What `web:1` looks like: one container that listens on 8080, with environment, a secret and tags. */
/** Logs to `/web`, which is made where it is not there. */
export const toLogGroup = {
  logDriver: 'awslogs',
  options: {
    'awslogs-group': '/web',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'web',
    'awslogs-create-group': 'true',
  },
} satisfies LogConfiguration;

export function webTaskDefinition(
  overrides: Partial<RegisterTaskDefinitionCommandInput> = {},
): RegisterTaskDefinitionCommandInput {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name: 'app',
        image: imageOf(1),
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        environment: [{ name: 'MODE', value: 'calm' }],
        secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/token' }],
      },
    ],
    tags: [{ key: 'team', value: 'shop' }],
    ...overrides,
  };
}
