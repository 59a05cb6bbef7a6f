import { randomBytes } from 'node:crypto';
import type { TaskRecord } from '../../ecs/records/task.ts';
import { logLine, openLog, prepareLogs } from '../../ecs/tasks/awslogs.ts';
import { pinDigest } from '../../ecs/tasks/pin-image.ts';
import { resolveSecrets, type SecretValues } from '../../ecs/tasks/secrets.ts';
import { containerStarted, imagesPulled, taskRuns } from '../../ecs/tasks/start-task.ts';
import {
  containerExits,
  containerFailsToStart,
  containerNotStarted,
  failToStart,
  type ContainerExit,
} from '../../ecs/tasks/stop-task.ts';
import { containerHealth } from '../../ecs/tasks/task-health.ts';
import { plan } from '../../ecs/tasks/task-status.ts';
import type { World } from '../../world.ts';
import { isAwaitedToEnd, networkOwner, nextToStop, readiness, type Progress } from './container-order.ts';
import type { ContainerNetwork, ContainerPlan } from './container-plan.ts';
import type { ContainerState } from './container-state.ts';
import type { WantedImage } from './engine-images.ts';
import type { EngineRoom } from './engine-room.ts';
import { taskLabels } from './labels.ts';
import { removeContainers, removeVolumes } from './leftovers.ts';
import type { ContainerLine } from './log-line.ts';
import { mountsOf } from './mounts.ts';
import { withOverrides } from './overrides.ts';
import { placeContainer } from './placement.ts';
import { publishedPorts } from './ports.ts';
import { RealContainer } from './real-container.ts';
import { wantedImage } from './wanted-image.ts';

/**
 * The containers of one task. What happens to them is told to the life of the task at the moment at which it becomes known here; after
 * `letGo` nothing is told any more.
 */
export class RealTask {
  readonly #room: EngineRoom;
  readonly #world: World;
  readonly #task: TaskRecord;
  readonly #containers: readonly RealContainer[];
  /** Whose network the others share; undefined where each has its own, or that of its host. */
  readonly #networkOwner: string | undefined;
  /** Between the names of the engine and those of the task: several sandboxes may have tasks with the same ids. */
  readonly #suffix = randomBytes(4).toString('hex');
  readonly #work = new Set<Promise<void>>();
  readonly #volumes = new Set<string>();
  #images: readonly WantedImage[] = [];
  #secrets: SecretValues = new Map();
  #removal: Promise<void> | undefined;
  #isStopping = false;
  #isGone = false;

  constructor(room: EngineRoom, world: World, task: TaskRecord) {
    this.#room = room;
    this.#world = world;
    this.#task = task;
    const definitions = task.taskDefinition.definition.containerDefinitions ?? [];
    this.#containers = task.containers.map((record, nth) => {
      const definition = definitions[nth] ?? { name: record.name };
      return new RealContainer(room, withOverrides(definition, task.overrides), record);
    });
    this.#networkOwner =
      task.taskDefinition.definition.networkMode === 'awsvpc'
        ? networkOwner(definitions, new Set(task.targets.map(({ containerName }) => containerName)))
        : undefined;
  }

  /** How many containers of it there are in the engine. */
  get count(): number {
    return this.#containers.filter(({ id }) => id !== undefined).length;
  }

  launch(): void {
    const trouble = this.#fetchSecrets() ?? prepareLogs(this.#world, this.#task) ?? this.#chooseImages();
    if (trouble === undefined) this.#do(this.#pull());
    else failToStart(this.#world, this.#task, trouble);
  }

  terminate(): void {
    this.#isStopping = true;
    this.#stopNext();
  }

  letGo(): void {
    this.#isGone = true;
    for (const container of this.#containers) container.letGo();
  }

  /** Takes everything out of the engine that it has of the task. To be called after `letGo`. */
  remove(): Promise<void> {
    this.#removal ??= this.#remove();
    return this.#removal;
  }

  async #remove(): Promise<void> {
    await Promise.all(this.#work);
    const ids = this.#containers.map(({ id }) => id).filter((id) => id !== undefined);
    await removeContainers(this.#room.cli, ids);
    await removeVolumes(this.#room.cli, [...this.#volumes]);
  }

  #fetchSecrets(): string | undefined {
    const resolved = resolveSecrets(this.#world, this.#task);
    if (resolved.kind === 'failed') return resolved.reason;
    this.#secrets = resolved.values;
    return undefined;
  }

  #chooseImages(): string | undefined {
    const wishes = this.#containers.map(({ record }) =>
      wantedImage(this.#world, this.#task, record, this.#room),
    );
    this.#images = wishes.flatMap((wish) => (wish.kind === 'image' ? [wish.image] : []));
    return wishes.find((wish) => wish.kind === 'failed')?.reason;
  }

  async #pull(): Promise<void> {
    const { images, signal } = this.#room;
    const fetched = await Promise.all(this.#images.map((image) => images.fetch(image, signal)));
    this.#tell(() => {
      for (const [nth, { record }] of this.#containers.entries()) {
        const image = fetched[nth];
        if (image?.kind === 'failed') {
          failToStart(this.#world, this.#task, image.reason);
          return;
        }
        if (image === undefined) continue;
        record.imageDigest = image.digest;
        pinDigest(this.#task, record, image.digest);
      }
      imagesPulled(this.#world, this.#task);
    });
    await this.#makeVolumes();
    this.#advance();
  }

  async #makeVolumes(): Promise<void> {
    const labels = Object.entries(this.#room.labels).map(([name, value]) => `--label=${name}=${value}`);
    for (const { kind, source } of this.#containers.flatMap((container) => this.#mountsOf(container))) {
      if (this.#isGone || kind === 'bind' || this.#volumes.has(source)) continue;
      this.#volumes.add(source);
      await this.#room.cli.run(['volume', 'create', ...labels, source]);
    }
  }

  /** Starts every container whose time has come. */
  #advance(): void {
    if (this.#isGone || this.#isStopping) return;
    for (const container of this.#containers) {
      if (container.progress.phase !== 'waiting') continue;
      switch (readiness(container.definition, this.#ownerFor(container), this.#progressOf)) {
        case 'start':
          container.progress = { phase: 'starting' };
          this.#do(this.#start(container));
          break;
        case 'never':
          this.#fail(containerNotStarted);
          return;
        case 'wait':
      }
    }
  }

  async #start(container: RealContainer): Promise<void> {
    const start = await container.start(this.#planFor(container), (id) => {
      if (this.#isGone) return false;
      this.#room.watch(id, (state) => this.#noticed(container, state));
      return true;
    });
    if (start.kind === 'given-up') return;
    if (start.kind === 'failed') {
      const { reason } = start;
      this.#whileWanted(() => containerFailsToStart(this.#world, this.#task, container.record, reason));
      return;
    }
    const { id, state } = start;
    container.progress = { phase: 'running', isHealthy: false };
    this.#tell(() => {
      containerStarted(container.record, id);
      this.#task.version++;
      if (state !== undefined) placeContainer(this.#task, container, state, this.#placementFor(container));
      if (openLog(this.#world, this.#task, container.name)) {
        container.readLogs((lines) => this.#log(container, lines));
      }
      if (this.#isStopping) return;
      this.#limitStart(container);
      if (this.#containers.every(({ progress }) => hasStarted(progress))) taskRuns(this.#world, this.#task);
    });
    // It may have ended before anybody listened.
    this.#room.look(id);
    this.#advance();
    if (this.#isStopping) this.#stopNext();
  }

  /** Others wait for a container to become healthy or to end only as long as its start timeout says. */
  #limitStart({ name, definition: { startTimeout } }: RealContainer): void {
    if (startTimeout === undefined) return;
    plan(this.#world, this.#task, startTimeout * 1000, 'start timeout', () => {
      const isAwaited = this.#containers.some(
        ({ progress, definition }) =>
          progress.phase === 'waiting' &&
          definition.dependsOn?.some(({ containerName }) => containerName === name) === true,
      );
      if (isAwaited) failToStart(this.#world, this.#task, containerNotStarted);
    });
  }

  #noticed(container: RealContainer, state: ContainerState | 'gone'): void {
    // What happens while it starts is looked at when it has.
    if (container.progress.phase !== 'running') return;
    if (state === 'gone') {
      this.#do(this.#end(container, { code: undefined, reason: 'No container matching saved ID found' }));
    } else if (state.phase === 'exited') {
      this.#do(this.#end(container, exitOf(state)));
    } else {
      this.#checked(container, state);
    }
  }

  #checked(container: RealContainer, { health }: ContainerState): void {
    if (health === undefined || !container.record.hasHealthCheck) return;
    const status = health === 'healthy' ? 'HEALTHY' : 'UNHEALTHY';
    container.progress = { phase: 'running', isHealthy: health === 'healthy' };
    if (container.record.healthStatus !== status) {
      this.#tell(() => containerHealth(this.#world, this.#task, container.record, status));
    }
    this.#advance();
  }

  /** The last lines of a container are there before ECS knows that it has ended. */
  async #end(container: RealContainer, exit: ContainerExit): Promise<void> {
    if (container.isEnding) return;
    container.isEnding = true;
    await container.logsRead();
    container.progress = { phase: 'stopped', exitCode: exit.code };
    this.#tell(() => containerExits(this.#world, this.#task, container.record, exit));
    if (this.#isStopping) this.#stopNext();
    else this.#advance();
  }

  #stopNext(): void {
    const running = this.#containers.filter(({ progress }) => progress.phase === 'running');
    const definitions = this.#containers.map(({ definition }) => definition);
    const next = new Set(nextToStop(definitions, new Set(running.map(({ name }) => name))));
    for (const container of running) {
      if (next.has(container.name) && !container.isStopping) void container.stop();
    }
  }

  #log({ name }: RealContainer, lines: readonly ContainerLine[]): void {
    this.#tell(() => {
      const now = this.#world.timeline.now();
      // The engine's clock is this machine's, or near it; sandbox time may be ahead of both.
      const ahead = now - Date.now();
      for (const { at, message } of lines) {
        if (message === '') continue;
        logLine(this.#world, this.#task, name, message, Math.min(now, Date.parse(at) + ahead));
      }
    });
  }

  #planFor(container: RealContainer): ContainerPlan {
    const { definition, name } = container;
    const taskMemory = Number(
      this.#task.overrides?.memory ?? this.#task.taskDefinition.definition.memory ?? Number.NaN,
    );
    const image = this.#images[this.#containers.indexOf(container)]?.reference ?? '';
    return {
      definition,
      secrets: this.#secrets.get(name) ?? new Map(),
      image,
      name: `ecsdeploy-${nameForEngine(name)}-${this.#suffix}`,
      labels: { ...taskLabels(this.#task, name), ...this.#room.labels },
      network: this.#networkFor(container),
      memory: definition.memory ?? (Number.isNaN(taskMemory) ? undefined : taskMemory),
      mounts: this.#mountsOf(container),
    };
  }

  #networkFor(container: RealContainer): ContainerNetwork {
    const { networkMode } = this.#task.taskDefinition.definition;
    const { reach } = this.#room;
    const owner = this.#ownerFor(container);
    const ownerId = owner === container.name ? undefined : this.#find(owner)?.id;
    if (ownerId !== undefined) return { kind: 'shared', with: ownerId };
    switch (networkMode) {
      case 'host':
      case 'none':
        return { kind: networkMode };
      case 'awsvpc': {
        const all = this.#containers.map(({ definition }) => definition);
        const isOwner = owner === container.name && reach.kind === 'published';
        return {
          kind: 'bridge',
          published: isOwner ? publishedPorts(all, networkMode, reach.bindIp) : [],
        };
      }
      default: {
        const bindIp = reach.kind === 'published' ? reach.bindIp : '127.0.0.1';
        return { kind: 'bridge', published: publishedPorts([container.definition], networkMode, bindIp) };
      }
    }
  }

  #placementFor(container: RealContainer): Parameters<typeof placeContainer>[3] {
    return {
      reach: this.#room.reach,
      networkMode: this.#task.taskDefinition.definition.networkMode,
      isOwner: this.#networkOwner === container.name,
    };
  }

  #mountsOf({ definition }: RealContainer): ReturnType<typeof mountsOf> {
    return mountsOf(
      definition,
      this.#task.taskDefinition.definition,
      (volume) => `ecsdeploy-${nameForEngine(volume)}-${this.#suffix}`,
    );
  }

  #ownerFor({ definition }: RealContainer): string | undefined {
    const all = this.#containers.map((container) => container.definition);
    return isAwaitedToEnd(definition, all) ? undefined : this.#networkOwner;
  }

  #find(name: string | undefined): RealContainer | undefined {
    return this.#containers.find((container) => container.name === name);
  }

  readonly #progressOf = (name: string): Progress => this.#find(name)?.progress ?? { phase: 'waiting' };

  #fail(reason: string): void {
    this.#whileWanted(() => failToStart(this.#world, this.#task, reason));
  }

  #whileWanted(news: () => void): void {
    this.#tell(() => {
      if (this.#task.desiredStatus === 'RUNNING') news();
    });
  }

  #tell(news: () => void): void {
    if (this.#isGone) return;
    this.#world.outside.occur(() => {
      if (!this.#isGone) news();
    });
  }

  /** Work that a removal has to wait for. What no engine is to blame for, such as a full disk, ends the task too. */
  #do(work: Promise<void>): void {
    const guarded = work
      .catch((error: unknown) => this.#fail(`CannotStartContainerError: ${String(error)}`))
      .finally(() => this.#work.delete(guarded));
    this.#work.add(guarded);
  }
}

function hasStarted({ phase }: Progress): boolean {
  return phase === 'running' || phase === 'stopped';
}

function exitOf({ exitCode, isOutOfMemory, error }: ContainerState): ContainerExit {
  if (isOutOfMemory) {
    return { code: exitCode, reason: 'OutOfMemoryError: Container killed due to memory usage' };
  }
  return { code: exitCode, ...(error !== '' && { reason: error }) };
}

/** The engine allows fewer characters than ECS. */
function nameForEngine(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '-');
}
