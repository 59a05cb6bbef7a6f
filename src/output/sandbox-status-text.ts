import { formatDuration } from '../model/duration.ts';
import { count } from './count.ts';

/** What a sandbox tells about itself. The sandbox and this folder do not know each other, so the shape is written down here. */
export interface SandboxState {
  readonly account: string;
  readonly region: string;
  readonly seed: number;
  readonly now: number;
  readonly clusters: number;
  readonly services: number;
  readonly calls: number;
  readonly speed: number;
  readonly pid: number;
  readonly faults: readonly SandboxFault[];
  /** What functions of hooks answer, by function. */
  readonly hooks: Readonly<Record<string, readonly SandboxAnswer[]>>;
  readonly traffic: readonly SandboxTraffic[];
  readonly quotas: { readonly mode: string; readonly throttled: number };
  /** The IAM policy that requests are held against; absent: none. */
  readonly enforcement?:
    | {
        readonly statements: number;
        readonly accessKeyId?: string | undefined;
        readonly refused: number;
      }
    | undefined;
  readonly listeners: readonly SandboxListener[];
  readonly runtime: {
    readonly mode: string;
    readonly engine?: string | undefined;
    readonly containers: number;
  };
}

interface SandboxListener {
  readonly loadBalancer: string;
  readonly protocol: string;
  readonly port: number;
  readonly url?: string | undefined;
  readonly note?: string | undefined;
  readonly rules: readonly {
    readonly priority: number | 'default';
    readonly targetGroups: readonly { readonly name: string; readonly weight: number }[];
  }[];
}

interface SandboxTraffic {
  readonly loadBalancer: string;
  readonly requestsPerSecond: number;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  /** Why not all of them show in metrics. */
  readonly unseen?: 'no-listener' | 'all-real' | 'some-real' | undefined;
}

interface SandboxFault {
  readonly operation: string;
  readonly error?: string | undefined;
  readonly rate?: number | undefined;
  readonly count?: number | undefined;
  readonly delay?: number | undefined;
  readonly loseReply?: boolean | undefined;
  readonly hang?: boolean | undefined;
}

interface SandboxAnswer {
  readonly kind: string;
  readonly hookStatus?: string;
}

function enforcementLine({
  statements,
  accessKeyId,
  refused,
}: NonNullable<SandboxState['enforcement']>): string {
  const whom = accessKeyId === undefined ? 'everybody' : `the access key ${accessKeyId}`;
  return `  iam      a policy of ${count(statements, 'statement')} for ${whom}, ${count(refused, 'request')} refused so far`;
}

/** How the sandbox stands, a few lines. */
export function sandboxStatusText(address: string, state: SandboxState): string {
  const { clusters, services, calls, faults, quotas, listeners } = state;
  const lines = [
    `Sandbox at ${address} (process ${state.pid})`,
    `  account  ${state.account}, ${state.region}`,
    `  time     ${new Date(state.now).toISOString()}, speed ${state.speed}, seed ${state.seed}`,
    `  holds    ${count(clusters, 'cluster')}, ${count(services, 'service')}; ${count(calls, 'call')} so far`,
    `  runtime  ${describeRuntime(state)}`,
    ...(quotas.mode === 'none'
      ? []
      : [`  quotas   ${quotas.mode}, ${count(quotas.throttled, 'call')} throttled so far`]),
    ...(state.enforcement === undefined ? [] : [enforcementLine(state.enforcement)]),
    ...listeners.flatMap((listener) => [
      `  listens  ${describeListener(listener)}`,
      ...describeWeights(listener).map((weights) => `  weights  ${weights}`),
    ]),
    ...state.traffic.map((traffic) => `  traffic  ${describeTraffic(traffic)}`),
    ...faults.map((fault) => `  fault    ${describeFault(fault)}`),
    ...Object.entries(state.hooks).map(([name, answers]) => `  hook     ${describeHook(name, answers)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Where a listener is reached: `http://127.0.0.1:8080 for HTTP:80 of demo`. */
function describeListener({ loadBalancer, protocol, port, url, note }: SandboxListener): string {
  return `${url ?? 'nowhere'} for ${protocol}:${port} of ${loadBalancer}${note === undefined ? '' : ` (${note})`}`;
}

/** Only of rules with a choice: `default rule: demo-shop-blue 90, demo-shop-green 10`. */
function describeWeights({ rules }: SandboxListener): string[] {
  return rules
    .filter(({ targetGroups }) => targetGroups.length > 1)
    .map(({ priority, targetGroups }) => {
      const rule = priority === 'default' ? 'default rule' : `rule ${priority}`;
      return `${rule}: ${targetGroups.map(({ name, weight }) => `${name} ${weight}`).join(', ')}`;
    });
}

function describeRuntime({ runtime, speed }: SandboxState): string {
  const { mode, engine, containers } = runtime;
  if (engine !== undefined) return `${engine} (${mode}), ${count(containers, 'container')}`;
  if (mode === 'simulated') return mode;
  const why = speed === 1 ? 'no container engine answers' : 'containers need speed 1';
  return `simulated (${mode}: ${why})`;
}

/** What goes wrong, on which calls: `ThrottlingException on half…`. */
export function describeFault(fault: SandboxFault): string {
  const what = [
    ...(fault.error === undefined ? [] : [`answers ${fault.error}`]),
    ...(fault.loseReply === true ? ['loses the reply after the effect'] : []),
    ...(fault.hang === true ? ['never replies'] : []),
    ...(fault.delay === undefined ? [] : [`replies ${formatDuration(fault.delay)} late`]),
  ];
  const share = fault.rate === undefined ? '' : `, ${Math.round(fault.rate * 100)} % of the calls`;
  const times = fault.count === undefined ? '' : `, ${count(fault.count, 'time')}`;
  return `${fault.operation} ${what.join(' and ')}${share}${times}`;
}

/** Which simulated requests come: `10 requests a second for / come to shop, port 80`. */
export function describeTraffic({
  loadBalancer,
  requestsPerSecond,
  port,
  host,
  path,
  unseen,
}: SandboxTraffic): string {
  const where = `${loadBalancer}${port === undefined ? '' : `, port ${port}`}`;
  if (requestsPerSecond === 0) return `no simulated requests come to ${where}`;
  const requests =
    requestsPerSecond === 1 ? '1 simulated request' : `${requestsPerSecond} simulated requests`;
  const verb = requestsPerSecond === 1 ? 'comes' : 'come';
  const note = unseen === undefined ? '' : ` (${describeUnseen(unseen)})`;
  return `${requests} a second for ${host ?? ''}${path ?? '/'} ${verb} to ${where}${note}`;
}

function describeUnseen(unseen: NonNullable<SandboxTraffic['unseen']>): string {
  switch (unseen) {
    case 'no-listener':
      return 'nothing shows in metrics: no listener has the port any more';
    case 'all-real':
      return 'nothing shows in metrics: all targets are real, and get real requests only';
    case 'some-real':
      return 'the share of real targets does not show in metrics: they get real requests only';
    default:
      return unseen satisfies never;
  }
}

/** What a function answers to hooks: `check-it answers IN_PROGRESS, then FAILED`. */
export function describeHook(functionName: string, answers: readonly SandboxAnswer[]): string {
  const told = answers.length === 0 ? [{ kind: 'answer', hookStatus: 'SUCCEEDED' }] : answers;
  return `${functionName} ${told.map(describeAnswer).join(', then ')}`;
}

function describeAnswer({ kind, hookStatus }: SandboxAnswer): string {
  switch (kind) {
    case 'answer':
      return `answers ${hookStatus ?? 'without a status'}`;
    case 'silent':
      return 'never answers';
    case 'not-found':
      return 'does not exist';
    case 'denied':
      return 'may not be called';
    case 'no-role':
      return 'cannot be called, as ECS may not take the role';
    default:
      return kind;
  }
}
