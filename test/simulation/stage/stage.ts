import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { ServiceRecord } from '../../../src/sandbox/ecs/records/service.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ServiceError } from '../../../src/sandbox/service-error.ts';
import type { ServiceRef } from '../../../src/model/service-ref.ts';
import { servicesOf, type History, type NamedService } from '../history.ts';
import { putAlarm } from './alarm.ts';
import { caller } from './caller.ts';
import { behave } from './conducts.ts';
import { stageImages, type StagedImages } from './images.ts';
import { registerRevision } from './revisions.ts';
import { buildService, clusterName, functionArn } from './services.ts';

const second = 1_000;

/** The world of a history before anything happens: services that serve the image `old`, steady. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** By name, `web` first. */
  readonly services: ReadonlyMap<string, StagedService>;
  /** When the stage was ready, milliseconds since the epoch: the beginning of the history. */
  readonly startAt: number;
}

export interface StagedService extends StagedImages {
  readonly ref: ServiceRef;
  /** The sandbox's own record: what is so. */
  readonly record: ServiceRecord;
  /** As it was in the beginning. */
  readonly shape: NamedService['service'];
  /** `family:revision` of the images that were registered in the beginning for whoever deploys them. */
  readonly registered: ReadonlyMap<string, string>;
}

/** AWS would not have these services, or they never become steady. */
export class ImpossibleStage extends Error {}

/**
 * Built by the sandbox's operations themselves: over the wire it would take longer than the release.
 * @throws ImpossibleStage
 */
export function setUp(history: History): Stage {
  try {
    return build(history);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ImpossibleStage(error.message);
  }
}

export function serviceOn({ services }: Pick<Stage, 'services'>, name: string): StagedService {
  const service = services.get(name);
  if (service === undefined) throw new ImpossibleStage(`there is no service ${name}`);
  return service;
}

function build(history: History): Stage {
  const sandbox = new Sandbox({ seed: history.seed });
  ecsOperations.CreateCluster(sandbox.world, { clusterName }, caller);
  putAlarm(sandbox.world);
  const services = new Map(
    servicesOf(history).map((one) => [one.name, stageService(sandbox, history, one)] as const),
  );
  const records = [...services.values()].map(({ record }) => record);
  for (let look = 0; look < 600 && !records.every(isSteady); look++) sandbox.control.advance(second);
  if (!records.every(isSteady)) throw new ImpossibleStage('the stage does not become steady');
  const answers = { succeeds: 'SUCCEEDED', fails: 'FAILED' } as const;
  const { hook } = history.service;
  if (hook === 'is-silent') sandbox.control.hook(functionArn, [{ kind: 'silent' }]);
  else if (hook !== 'none')
    sandbox.control.hook(functionArn, [{ kind: 'answer', hookStatus: answers[hook] }]);
  for (const { name, images } of servicesOf(history)) behave(sandbox, serviceOn({ services }, name), images);
  return { sandbox, services, startAt: sandbox.clock.now() };
}

function stageService(sandbox: Sandbox, history: History, { name, service }: NamedService): StagedService {
  const images = stageImages(sandbox.world, name, history.registry);
  buildService(sandbox.world, { name, shape: service, image: images.imageOf('old') });
  const record = sandbox.world.ecs.clusters.get(clusterName)?.services.get(name);
  if (record === undefined) throw new ImpossibleStage(`the stage has no service ${name}`);
  const wanted = history.commands.filter(({ from }) => from === 'registered').map(({ image }) => image);
  const registered = new Map(
    [...new Set(wanted)].map((image) => [
      image,
      registerRevision(sandbox.world, {
        family: name,
        image: images.imageOf(image),
        hasCheck: service.containerCheck,
      }),
    ]),
  );
  return {
    ref: { cluster: clusterName, service: name },
    record,
    shape: service,
    registered,
    ...images,
  };
}

function isSteady({ deployments, taskSets }: ServiceRecord): boolean {
  if (taskSets.length > 0) return taskSets.every(({ stability }) => stability.status === 'STEADY_STATE');
  return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
}
