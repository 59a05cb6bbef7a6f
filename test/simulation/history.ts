import type { GateMoment } from '../../src/model/gate.ts';
import type { Strategy } from '../../src/model/lifecycle.ts';

/**
 * Everything that is decided about one simulated release before it begins: a plain JSON value, so that it can be drawn from
 * a seed, printed, shortened and replayed. Times are whole or half seconds.
 */
export interface History {
  /** Name of the generator that drew it, see `kinds/registry.ts`. */
  readonly kind: string;
  /** Of the sandbox: delays within their ranges, ids, which calls a rate hits. */
  readonly seed: number;
  /** Where the images are: in ECR, where their digests can be known beforehand, or elsewhere. */
  readonly registry: 'ecr' | 'elsewhere';
  /** The service `web`, which every history has. */
  readonly service: ServiceShape;
  readonly images: Images;
  /** Services beside it in the same cluster, for runs of several. */
  readonly others: readonly NamedService[];
  /** What is typed: the first one begins at once. */
  readonly commands: readonly Command[];
  /** What people and other machines do at AWS meanwhile. */
  readonly people: readonly PersonAct[];
  readonly misfortunes: readonly Misfortune[];
}

export interface NamedService {
  readonly name: string;
  readonly service: ServiceShape;
  readonly images: Images;
}

/** `old` serves in the beginning; commands release `new` or `other`, people `theirs`. */
export type ImageName = 'old' | 'new' | 'other' | 'theirs';
export type Images = Readonly<Record<ImageName, Conduct>>;

export const firstService = 'web';

/** All services of a history, `web` first. */
export function servicesOf({ service, images, others }: History): readonly NamedService[] {
  return [{ name: firstService, service, images }, ...others];
}

export interface ServiceShape {
  readonly desired: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly loadBalancer: boolean;
  readonly containerCheck: boolean;
  readonly breaker: Brake;
  readonly alarm: Brake;
  readonly bakeMinutes: number;
  readonly graceSeconds: number;
  /** CODE_DEPLOY: the strategy is that of a deployment configuration, the bake its termination wait, the breaker its automatic rollback. */
  readonly controller: 'ECS' | 'CODE_DEPLOY';
  readonly strategy: Strategy;
  /** Of CODE_DEPLOY: it waits so long for somebody before traffic moves; 0: it does not. */
  readonly readyMinutes: number;
  /** Of the shifts before the last one, where there are any. */
  readonly stepMinutes: number;
  /** A Lambda function that is asked once all new tasks are healthy; `none`: there is no hook. */
  readonly hook: 'none' | 'succeeds' | 'fails' | 'is-silent';
}

export type Brake = 'off' | 'only-stops' | 'rolls-back';

/** How containers of an image behave; of `old`, only those that start after the beginning. */
export type Conduct =
  | { readonly is: 'healthy'; readonly startSeconds: number }
  | { readonly is: 'crashing'; readonly afterSeconds: number; readonly code: number }
  | { readonly is: 'unable-to-start'; readonly text: string }
  /** Fails the check of the container and that of the load balancer, where there is one. */
  | { readonly is: 'unhealthy' }
  /** Crashes within a few seconds, then starts well for a while, and so on. */
  | { readonly is: 'flapping'; readonly badSeconds: number; readonly goodSeconds: number }
  /** Healthy until so long after the beginning; then every container of it fails its checks. */
  | { readonly is: 'sickening'; readonly afterSeconds: number };

export interface Command {
  readonly id: string;
  readonly when: When;
  readonly does: 'deploy' | 'rollback' | 'watch' | 'resume';
  /** Name of the service that it is about. */
  readonly service: string;
  /** A deploy of several services in one run; `service` does not matter then. */
  readonly run?: Run;
  readonly image: 'new' | 'other';
  /** What the task definition is made from: what runs, a file, revision 1, or one that was registered in the beginning. */
  readonly from: 'live' | 'file' | 'first-revision' | 'registered';
  readonly timeoutSeconds: number;
  readonly rollback: boolean;
  readonly rollbackOnTimeout: boolean;
  readonly onInterrupt: 'detach' | 'rollback';
  readonly ifBusy: 'refuse' | 'wait' | 'replace';
  readonly force: boolean;
  /** At a pause for a person it stays. */
  readonly waits: boolean;
  readonly dryRun: boolean;
  readonly imageReference: 'digest' | 'tag';
  /** Settings of the deployment that the configuration changes. */
  readonly settings: CommandSettings;
  /** It is released although its alarm is in ALARM. */
  readonly acceptsAlarm: boolean;
  readonly gates: readonly GateShape[];
  /** How long a release is watched after it has succeeded. */
  readonly watchSeconds: number;
  /** How far the clock of its machine is ahead of AWS's. */
  readonly skewSeconds: number;
  /** The process is killed; the same command runs again, or `resume`. One entry for each process, in their order. */
  readonly kills: readonly Kill[];
  readonly interrupt?: { readonly when: When; readonly signal: 'SIGINT' | 'SIGTERM' };
}

export interface CommandSettings {
  readonly breaker?: Brake;
  readonly alarm?: Brake;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly bakeMinutes?: number;
  readonly graceSeconds?: number;
  /** A person is asked before the new revision gets requests. */
  readonly approval?: Approval;
}

/** A gate of the configuration: a program that says these one after the other, and the last one again and again. */
export interface GateShape {
  readonly at: readonly GateMoment[];
  readonly says: readonly GateAnswer[];
  readonly everySeconds: number;
  readonly failuresAllowed: number;
  readonly onInconclusive: 'hold' | 'rollback' | 'continue';
  readonly dryRun: boolean;
  /** AWS holds the deployment until the gate has passed, at most so many minutes; 0: it does not. */
  readonly holdMinutes: number;
}

/** `silent`: it does not end, and is given up. */
export type GateAnswer = 'good' | 'bad' | 'unclear' | 'error' | 'silent';

export interface Run {
  /** Services in the order in which they are named, each with those that come first. */
  readonly members: readonly { readonly name: string; readonly after: readonly string[] }[];
  readonly onFailure: 'stop' | 'keep-going' | 'take-back';
  readonly parallel: number;
}

export interface Kill {
  /** The process sends so many requests, and then no more. */
  readonly afterCalls: number;
  /** The one after those still reaches AWS; its answer reaches nobody. */
  readonly lastOneArrives: boolean;
  readonly againAfterSeconds: number;
  /** What follows is `resume`, not the same command. */
  readonly resumes?: true;
}

/** Minutes that a person has, and what AWS does afterwards. */
interface Approval {
  readonly minutes: number;
  readonly onTimeout: 'CONTINUE' | 'ROLLBACK';
}

/** A moment, fixed or by what happens. */
export type When =
  /** After the beginning. */
  | { readonly on: 'time'; readonly seconds: number }
  /** Just before the nth call of an operation by any of our processes, or so many seconds later. */
  | { readonly on: 'call'; readonly operation: string; readonly nth: number; readonly seconds: number }
  /** After a service deployment has come into a status for the nth time; PAUSED: it waits for a person. */
  | { readonly on: 'status'; readonly status: string; readonly nth: number; readonly seconds: number };

export interface PersonAct {
  readonly when: When;
  readonly act: Act;
  /** Of which service; `web` without. */
  readonly service?: string;
}

export type Act =
  /** UpdateService in the console, to a revision of theirs. */
  | { readonly is: 'deploys' }
  | { readonly is: 'restarts' }
  | { readonly is: 'scales'; readonly to: number }
  /** Scales out and in again and again: `from`, `to`, `from`, … */
  | {
      readonly is: 'autoscales';
      readonly from: number;
      readonly to: number;
      readonly everySeconds: number;
      readonly times: number;
    }
  | { readonly is: 'stops-deployment' }
  /** Answers the pause that waits. */
  | { readonly is: 'answers'; readonly with: 'CONTINUE' | 'ROLLBACK' }
  | { readonly is: 'stops-tasks' }
  | { readonly is: 'deletes-service' }
  | { readonly is: 'deletes-cluster' }
  | { readonly is: 'alarm'; readonly state: 'ALARM' | 'OK' }
  /** Pushes another build under the tag of an image. */
  | { readonly is: 'moves-tag'; readonly image: 'new' | 'other' }
  | { readonly is: 'registers-revision' };

/** Something that goes wrong with calls of our processes. */
export interface Misfortune {
  readonly when: When;
  /** As AWS spells it, or `*`. */
  readonly operation: string;
  readonly is: MisfortuneKind;
  /** How many calls it hits; `null`: no end. */
  readonly count: number | null;
  /** How many of a hundred calls it hits; all without. */
  readonly percent?: number;
  /** Of slow answers and of stale ones: how late, how old at most. */
  readonly seconds: number;
}

export type MisfortuneKind =
  | 'throttled'
  | 'server-fault'
  | 'unavailable'
  | 'hang'
  | 'lost-reply'
  | 'slow'
  | 'expired'
  | 'denied'
  /** An eventually consistent read: it answers as it did a moment ago. */
  | 'stale';

/** A calm day: a service of two tasks, one good release. What a history does not say is as here. */
export const calm: History = {
  kind: 'rolling',
  seed: 1,
  service: {
    desired: 2,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    loadBalancer: false,
    containerCheck: false,
    breaker: 'rolls-back',
    alarm: 'off',
    bakeMinutes: 0,
    graceSeconds: 0,
    controller: 'ECS',
    strategy: 'ROLLING',
    readyMinutes: 0,
    stepMinutes: 1,
    hook: 'none',
  },
  registry: 'elsewhere',
  images: {
    old: { is: 'healthy', startSeconds: 5 },
    new: { is: 'healthy', startSeconds: 5 },
    other: { is: 'healthy', startSeconds: 5 },
    theirs: { is: 'healthy', startSeconds: 5 },
  },
  others: [],
  commands: [],
  people: [],
  misfortunes: [],
};

export const calmCommand: Command = {
  id: 'a',
  when: { on: 'time', seconds: 0 },
  does: 'deploy',
  service: firstService,
  image: 'new',
  from: 'live',
  timeoutSeconds: 600,
  rollback: true,
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
  ifBusy: 'refuse',
  force: false,
  waits: false,
  dryRun: false,
  imageReference: 'digest',
  settings: {},
  acceptsAlarm: false,
  gates: [],
  watchSeconds: 0,
  skewSeconds: 0,
  kills: [],
};

type Partly<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Partly<Value[Key]> | undefined }
    : Value;

type ShortService = { readonly service?: Partial<ServiceShape>; readonly images?: Partial<Images> };

/** A history of which only what differs from a calm day is written down. */
export type ShortHistory = Omit<Partly<History>, 'commands' | 'images' | 'others'> & {
  readonly images?: Partial<Images>;
  readonly others?: readonly (ShortService & { readonly name: string })[];
  readonly commands?: readonly Partly<Command>[];
};

export function fromShort(short: ShortHistory): History {
  const { service, images, commands, others, ...rest } = short;
  return {
    ...calm,
    ...rest,
    service: { ...calm.service, ...service },
    images: { ...calm.images, ...images },
    others: (others ?? []).map((other) => ({
      name: other.name,
      service: { ...calm.service, ...other.service },
      images: { ...calm.images, ...other.images },
    })),
    commands: (commands ?? [{}]).map((command) => ({ ...calmCommand, ...command })),
  } as History;
}

/** The opposite of `fromShort`: what stands in a report, and in the command that replays it. */
export function toShort(history: History): ShortHistory {
  return {
    ...differing(history, calm),
    service: emptyToNothing(differing(history.service, calm.service)),
    images: emptyToNothing(differing(history.images, calm.images)),
    ...(history.others.length === 0 ? {} : { others: history.others.map(shortService) }),
    commands: history.commands.map((command) => differing(command, calmCommand)),
  } as ShortHistory;
}

function shortService({ name, service, images }: NamedService): object {
  return {
    name,
    service: emptyToNothing(differing(service, calm.service)),
    images: emptyToNothing(differing(images, calm.images)),
  };
}

function differing<Value extends object>(value: Value, from: Value): Partial<Value> {
  const entries = Object.entries(value).filter(
    ([key, member]) => JSON.stringify(member) !== JSON.stringify(from[key as keyof Value]),
  );
  return Object.fromEntries(entries) as Partial<Value>;
}

function emptyToNothing<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
