import { minutes } from '../../src/model/duration.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition, type Stage } from '../scenarios/rehearsal.ts';
import type { Figure } from './figure.ts';
import { median } from './process-runs.ts';

const seeds = [1, 2, 3];
const sizes = [2, 10, 50];

type Behaviour = Parameters<Rehearsal['sandbox']['control']['behave']>[1];

interface Family {
  readonly name: string;
  readonly behaviour: Behaviour;
  /**
   * Whether the service has a circuit breaker while ecsdeploy is measured. Where the breaker counts the failure ecsdeploy leaves the end to it, so its
   * own end shows only without.
   */
  readonly besideBreaker: boolean;
}

const families: readonly Family[] = [
  { name: 'image not found', behaviour: { failure: 'image.not-found' }, besideBreaker: false },
  { name: 'secret denied', behaviour: { failure: 'secret.denied' }, besideBreaker: false },
  { name: 'crash with exit 1', behaviour: { exit: { code: 1, after: 2_000 } }, besideBreaker: true },
];

/** How long the breaker is given. */
const patience = minutes(15);

/**
 * Rolling deployments that cannot succeed, in virtual time: from the moment at which the first task of the new revision stops until ecsdeploy asks for
 * the rollback, beside the time until ECS's own circuit breaker begins one. Medians.
 */
export async function measureHopelessReleases(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const family of families) {
    for (const desired of sizes) {
      const own: number[] = [];
      const breaker: number[] = [];
      for (const seed of seeds) {
        own.push(await untilRequested(family, { seed, desired }));
        breaker.push(await untilBreaker(family, { seed, desired }));
      }
      figures.push({
        name: `${family.name}, ${desired} tasks: first stopped task → rollback requested`,
        value: median(own) / 1_000,
        unit: 's',
        note: besideBreaker(median(own), median(breaker)),
      });
    }
  }
  return figures;
}

function besideBreaker(own: number, breaker: number): string {
  return Number.isFinite(breaker)
    ? `ECS's circuit breaker ${Math.round(breaker / 100) / 10} s: ${Math.round((breaker / own) * 10) / 10} × as long`
    : `ECS's circuit breaker not within ${patience / 60_000} min: it does not count what ends after it ran`;
}

async function untilRequested(family: Family, stage: Stage): Promise<number> {
  const rehearsal = await begin(family, { ...stage, breaker: family.besideBreaker ? 'rolls-back' : 'off' });
  const result = await rehearsal.deploy();
  const { outcome } = result;
  if (outcome.kind !== 'failed-rolled-back' || outcome.by !== 'ecsdeploy') {
    throw new Error(`${family.name}: ${outcome.kind}, not rolled back by ecsdeploy`);
  }
  const calls = rehearsal.sandbox.control.calls.recent();
  const requested = calls.find(({ operation }) => operation === 'StopServiceDeployment')?.at ?? Number.NaN;
  return requested - firstStop(rehearsal);
}

/** Infinite where the breaker has not acted in its time. */
async function untilBreaker(family: Family, stage: Stage): Promise<number> {
  const rehearsal = await begin(family, { ...stage, breaker: 'rolls-back' });
  const { ecs, sandbox } = rehearsal;
  const { containerDefinitions: [app] = [] } = webTaskDefinition();
  await ecs.registerTaskDefinition(
    webTaskDefinition({ containerDefinitions: [{ ...app, image: imageOf(2) }] }),
  );
  await ecs.updateService({ ...ref, taskDefinition: 'web:2' });
  const begun = sandbox.clock.now();
  let stopped = Number.POSITIVE_INFINITY;
  while (sandbox.clock.now() < begun + patience) {
    await sandbox.clock.sleep(1_000);
    stopped = Math.min(stopped, firstStop(rehearsal));
    const [record] = serviceOf(rehearsal).serviceDeployments;
    const actedAt = record?.rollback?.startedAt?.getTime();
    if (actedAt !== undefined) return actedAt - stopped;
  }
  return Number.POSITIVE_INFINITY;
}

async function begin({ behaviour }: Family, stage: Stage): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin(stage);
  rehearsal.sandbox.control.behave(imageOf(2), behaviour);
  return rehearsal;
}

/** When the first task of the new revision came to its end, as ECS tells it; infinite where none has. */
function firstStop({ sandbox }: Rehearsal): number {
  const tasks = [...(sandbox.world.ecs.clusters.get(ref.cluster)?.tasks.values() ?? [])];
  const stops = tasks
    .filter(({ taskDefinition }) => taskDefinition.revision === 2)
    .map(({ stoppingAt = Number.POSITIVE_INFINITY }) => stoppingAt);
  return Math.min(Number.POSITIVE_INFINITY, ...stops);
}

function serviceOf({ sandbox }: Rehearsal) {
  const service = sandbox.world.ecs.clusters.get(ref.cluster)?.services.get(ref.service);
  if (service === undefined) throw new Error('the service is gone');
  return service;
}
