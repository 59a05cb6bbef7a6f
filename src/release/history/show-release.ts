import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import { findDeploymentTarget } from '../../aws/codedeploy-targets.ts';
import { describeServiceDeployments, describeServiceRevisions } from '../../aws/service-deployments.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import type { ReleaseDetails } from '../../model/release-history.ts';
import type { Difference } from '../../model/release-plan.ts';
import { compareTaskDefinitions } from '../../task-definitions/compare.ts';
import type { ReleaseContext } from '../release-context.ts';
import { whileReading } from '../while-reading.ts';
import { compareServices, type ServiceThen } from './compare-releases.ts';
import { groupOf, locateService, type HistoryRequest } from './history.ts';
import { readReleases } from './read-releases.ts';
import { Refusals } from './reads-refused.ts';
import { NoSuchRelease, SeveralReleases } from './refusals.ts';
import { releaseBefore } from './release-before.ts';
import { phasesOfCodeDeploy, phasesOfEcs } from './release-phases.ts';
import { releasesCalled } from './releases-called.ts';

interface ShowRequest extends Omit<HistoryRequest, 'limit'> {
  /** As a person calls it: commit, tag, digest, revision or deployment. */
  readonly release: string;
}

// As far back as a name is looked for.
const farBack = 100;

type Optional = <Value>(what: string, read: () => Promise<Value>) => Promise<Value | undefined>;
type Told = Pick<ReleaseDetails, 'phases' | 'circuitBreaker' | 'triggeredAlarms' | 'before'> & {
  readonly settings: readonly Difference[] | undefined;
};

/**
 * One release at length, and what it changed. What only adds to it and cannot be read is named.
 * @throws NoSuchRelease, SeveralReleases, and what reading the history throws
 */
export async function showRelease(context: ReleaseContext, request: ShowRequest): Promise<ReleaseDetails> {
  return await whileReading(context, async (reading) => {
    const { service, ...where } = await locateService(reading, request);
    const group = await groupOf(reading, service, request.codeDeploy);
    const refusals = new Refusals();
    const { onRefused } = refusals;
    const releases = await readReleases(reading, { service, group, limit: farBack, stamps: true, onRefused });
    const [release, ...others] = releasesCalled(releases, request.release);
    if (release === undefined) throw new NoSuchRelease(service.ref, request.release, releases);
    if (others.length > 0) throw new SeveralReleases(service.ref, request.release, [release, ...others]);

    const missing: { what: string; error: string }[] = [];
    const optional: Optional = async (what, read) => {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof EcsdeployError)) throw error;
        missing.push({ what, error: error.message });
        return undefined;
      }
    };
    const { settings, ...told } = await tellOf(reading, { service, releases, release }, optional);
    const taskDefinition = await optional('task definitions', () =>
      definitionsBetween(reading, told.before, release),
    );
    return {
      ...where,
      service: service.ref,
      release,
      ...told,
      differences: { taskDefinition, settings },
      missing: [
        ...missing,
        ...refusals.missing.filter(({ error }) => !missing.some((one) => one.error === error)),
      ],
    };
  });
}

interface Found {
  readonly service: ServiceState;
  readonly releases: readonly PastRelease[];
  readonly release: PastRelease;
}

async function tellOf(context: ReleaseContext, found: Found, optional: Optional): Promise<Told> {
  switch (found.release.source) {
    case 'ecs':
      return await tellOfEcs(context, found, optional);
    case 'codedeploy':
      return await tellOfCodeDeploy(context, found, optional);
    case 'stamp': {
      const before = releaseBefore(found.releases, found.release);
      return { phases: [], triggeredAlarms: [], before, settings: undefined };
    }
    default:
      return found.release.source satisfies never;
  }
}

async function tellOfEcs(
  { aws }: ReleaseContext,
  { releases, release }: Found,
  optional: Optional,
): Promise<Told> {
  const readDeployment = async (arn: string | undefined): Promise<ServiceThen['deployment']> =>
    arn === undefined ? undefined : (await describeServiceDeployments(aws, [arn]))[0];
  const readRevision = async (arn: string | undefined): Promise<ServiceThen['revision']> =>
    arn === undefined ? undefined : (await describeServiceRevisions(aws, [arn]))[0];
  const state = await optional('service deployment', () => readDeployment(release.arn));
  const replaced = state?.sourceRevisions.map(({ arn }) => arn);
  const before = releaseBefore(releases, release, replaced);
  const settings = await optional('service settings', async () => {
    const [deploymentBefore, revisionBefore, revision] = await Promise.all([
      readDeployment(before?.arn),
      readRevision(before?.serviceRevisionArn),
      readRevision(release.serviceRevisionArn),
    ]);
    const then = { deployment: deploymentBefore, revision: revisionBefore };
    return compareServices(then, { deployment: state, revision });
  });
  return {
    phases: phasesOfEcs(release, state),
    circuitBreaker: state?.circuitBreaker,
    triggeredAlarms: state?.alarms?.triggered ?? [],
    before,
    settings,
  };
}

/** CodeDeploy keeps no settings of the service: it takes none from one release to the next. */
async function tellOfCodeDeploy(
  { aws }: ReleaseContext,
  { service, releases, release }: Found,
  optional: Optional,
): Promise<Told> {
  const phases = await optional('deployment of CodeDeploy', async () => {
    const state = await findCodeDeployDeployment(aws, release.id);
    if (state === undefined) return [];
    const rollbackId = state.rollback?.deploymentId;
    const [target, rollback] = await Promise.all([
      findDeploymentTarget(aws, release.id, service.ref),
      rollbackId === undefined ? undefined : findCodeDeployDeployment(aws, rollbackId),
    ]);
    return phasesOfCodeDeploy(release, state, target, rollback);
  });
  const before = releaseBefore(releases, release);
  return { phases: phases ?? [], triggeredAlarms: [], before, settings: undefined };
}

async function definitionsBetween(
  { aws }: ReleaseContext,
  before: PastRelease | undefined,
  release: PastRelease,
): Promise<readonly Difference[] | undefined> {
  if (before?.taskDefinition === undefined || release.taskDefinition === undefined) return undefined;
  const [old, young] = await Promise.all([
    requireTaskDefinition(aws, before.taskDefinition),
    requireTaskDefinition(aws, release.taskDefinition),
  ]);
  return compareTaskDefinitions(old.definition, young.definition);
}
