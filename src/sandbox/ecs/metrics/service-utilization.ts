import {
  minute,
  minuteOf,
  retention,
  type MetricSource,
  type Reading,
  type Window,
} from '../../cloudwatch/metrics/metric-source.ts';
import { metricKey, metricOf, type Metric } from '../../cloudwatch/metrics/metric.ts';
import { Samples } from '../../cloudwatch/metrics/samples.ts';
import { Steps } from '../../engine/steps.ts';
import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskRecord } from '../records/task.ts';

/** What a simulated task uses of which nobody has said anything. Percent. */
const usual = { cpu: 10, memory: 20 };

/** What a task uses of what it has. Percent. */
interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** How many tasks use so much: percent → tasks. */
type Tally = ReadonlyMap<number, number>;

interface Tallies {
  readonly cpu: Tally;
  readonly memory: Tally;
}

interface Used {
  readonly cpuMetric: Metric;
  readonly memoryMetric: Metric;
  /** The tasks that run, with what they use. */
  readonly tasks: Map<TaskRecord, Usage>;
  readonly tallies: Steps<Tallies>;
}

/**
 * CPUUtilization and MemoryUtilization of services: each simulated task that runs at the end of a minute is a sample, as SampleCount counts tasks
 * at AWS. Nobody measures tasks of real containers.
 */
export class ServiceUtilization implements MetricSource {
  readonly #world: World;
  readonly #byService = new Map<string, Used>();
  readonly #byMetric = new Map<string, Used>();

  constructor(world: World) {
    this.#world = world;
    world.ecs.onTaskChange((task) => {
      const [kind, name = ''] = task.group.split(':');
      const service = kind === 'service' ? task.cluster.services.get(name) : undefined;
      if (service === undefined || task.runtime.kind !== 'simulated') return;
      const used = this.#usedBy(service);
      // It runs until its containers have ended.
      this.#take(used, task, task.executionStoppedAt === undefined ? this.#usageOf(task) : undefined);
    });
  }

  /** To be called after behaviours of images changed. */
  refresh(): void {
    for (const used of this.#byService.values()) {
      for (const task of used.tasks.keys()) this.#take(used, task, this.#usageOf(task));
    }
  }

  *metrics(): Iterable<Metric> {
    for (const { cpuMetric, memoryMetric } of this.#byService.values()) yield* [cpuMetric, memoryMetric];
  }

  *read(metric: Metric, { from, to }: Window): Iterable<Reading> {
    const used = this.#byMetric.get(metricKey(metric));
    if (used?.tallies.since === undefined) return;
    const begin = Math.max(Math.ceil(from / minute) * minute, minuteOf(used.tallies.since));
    for (let at = begin; at < to; at += minute) {
      const tallies = used.tallies.at(at + minute - 1);
      const samples = new Samples();
      const tally = metric.name === 'CPUUtilization' ? tallies?.cpu : tallies?.memory;
      for (const [percent, tasks] of tally ?? []) samples.add(percent, tasks);
      if (!samples.isEmpty) yield { at, unit: 'Percent', samples };
    }
  }

  #usedBy(service: ServiceRecord): Used {
    const known = this.#byService.get(service.arn);
    if (known !== undefined) return known;
    const dimensions = { ClusterName: service.cluster.name, ServiceName: service.name };
    const used: Used = {
      cpuMetric: metricOf('AWS/ECS', 'CPUUtilization', dimensions),
      memoryMetric: metricOf('AWS/ECS', 'MemoryUtilization', dimensions),
      tasks: new Map(),
      tallies: new Steps(retention),
    };
    this.#byService.set(service.arn, used);
    this.#byMetric.set(metricKey(used.cpuMetric), used);
    this.#byMetric.set(metricKey(used.memoryMetric), used);
    return used;
  }

  /** From now on the task uses so much, or nothing. */
  #take({ tasks, tallies }: Used, task: TaskRecord, usage: Usage | undefined): void {
    const before = tasks.get(task);
    if (before?.cpu === usage?.cpu && before?.memory === usage?.memory) return;
    if (usage === undefined) tasks.delete(task);
    else tasks.set(task, usage);
    const last = tallies.last ?? { cpu: new Map(), memory: new Map() };
    tallies.set(this.#world.timeline.now(), {
      cpu: moved(last.cpu, before?.cpu, usage?.cpu),
      memory: moved(last.memory, before?.memory, usage?.memory),
    });
  }

  #usageOf(task: TaskRecord): Usage {
    const behaviours = task.containers.map((container) => this.#world.behaviours.of(container.image));
    const total = (given: (number | undefined)[], without: number): number => {
      const known = given.filter((value) => value !== undefined);
      return known.length === 0 ? without : known.reduce((sum, value) => sum + value, 0);
    };
    return {
      cpu: total(
        behaviours.map((behaviour) => behaviour.cpu),
        usual.cpu,
      ),
      memory: total(
        behaviours.map((behaviour) => behaviour.memory),
        usual.memory,
      ),
    };
  }
}

/** One task less here, and one more there. */
function moved(tally: Tally, from: number | undefined, to: number | undefined): Tally {
  if (from === to) return tally;
  const next = new Map(tally);
  if (from !== undefined) {
    const left = (next.get(from) ?? 0) - 1;
    if (left > 0) next.set(from, left);
    else next.delete(from);
  }
  if (to !== undefined) next.set(to, (next.get(to) ?? 0) + 1);
  return next;
}
