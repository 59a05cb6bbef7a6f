import { describeServiceDeployments, describeServiceRevisions } from '../../aws/service-deployments.ts';
import { toSettings, type ServiceState } from '../../aws/service-state.ts';
import { EcsdeployError } from '../../model/error.ts';
import { recordedMembers, type LeftSettings } from '../../model/service-members.ts';
import type { FoundTarget } from '../go-back/choose-target.ts';
import { copyOf } from '../../task-definitions/copy-of.ts';
import { readLeanHistory } from '../go-back/lean-history.ts';
import { nearby } from '../go-back/read-history.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { ConfigurationThen } from './configuration-to-restore.ts';
import type { Revisions } from './members-to-restore.ts';
import { configuredBy } from './record-of.ts';

/** What AWS remembers of a service as it was under a release, and what it does not. */
export interface ServiceRecords {
  readonly revisions?: Revisions | undefined;
  readonly configuration?: ConfigurationThen | undefined;
  readonly left: readonly LeftSettings[];
}

/** Reads them. What cannot be read is named: nothing here stands in the way of going back. */
export async function readRecords(
  context: Pick<ReleaseContext, 'aws'>,
  service: ServiceState,
  target: FoundTarget,
): Promise<ServiceRecords> {
  const [revisions, configuration] = await Promise.all([
    orWhy(() => readRevisions(context, service, target)),
    orWhy(() => readConfiguration(context, service, target)),
  ]);
  return {
    revisions: revisions.found,
    configuration: configuration.found,
    left: [
      ...leftWhere(recordedMembers, revisions.because),
      ...leftWhere(['deploymentConfiguration'], configuration.because),
    ],
  };
}

interface Read<Found> {
  readonly found?: Found;
  readonly because?: LeftSettings['because'];
}

const noRecord = { because: { kind: 'no-record' } } as const;

/** A service revision is made by each change of what it holds: that of the PRIMARY deployment is how the service is now. */
async function readRevisions(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { deployments }: ServiceState,
  { release }: FoundTarget,
): Promise<Read<Revisions>> {
  const thenArn = release?.serviceRevisionArn;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (thenArn === undefined || thenArn === '' || primary === undefined) return noRecord;
  // ECS gives a deployment and its revision the same digits: `ecs-svc/1122334455667788990`.
  const nowArn = `${thenArn.slice(0, thenArn.lastIndexOf('/'))}/${primary.id.replace(/^.*\//, '')}`;
  const found = await describeServiceRevisions(aws, [nowArn, thenArn]);
  const [now, then] = [nowArn, thenArn].map((wanted) => found.find(({ arn }) => arn === wanted)?.settings);
  if (now === undefined || then === undefined) return noRecord;
  return { found: { now: { ...now }, then: { ...then } } };
}

async function readConfiguration(
  context: Pick<ReleaseContext, 'aws'>,
  { ref, schedulingStrategy }: ServiceState,
  { release, revision, history: { releases } }: FoundTarget,
): Promise<Read<ConfigurationThen>> {
  if (release?.source !== 'ecs') return noRecord;
  const original = copyOf(revision.tags);
  let by = configuredBy(release, releases, original);
  const isSettled = by.kind === 'release' && by.release.id !== release.id;
  if (!isSettled && releases.length >= nearby) {
    // What would tell a way back apart may be further back than the target had to be looked for.
    const further = await readLeanHistory(context, ref, undefined);
    const known = new Set(releases.map(({ id }) => id));
    by = configuredBy(release, [...releases, ...further.filter(({ id }) => !known.has(id))], original);
  }
  if (by.kind === 'was-way-back') return { because: by };
  const [then] =
    by.release.arn === undefined ? [] : await describeServiceDeployments(context.aws, [by.release.arn]);
  if (then?.deploymentConfiguration === undefined) return noRecord;
  return { found: toSettings(then.deploymentConfiguration, schedulingStrategy === 'DAEMON') };
}

async function orWhy<Found>(read: () => Promise<Read<Found>>): Promise<Read<Found>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    return { because: { kind: 'unreadable', error: error.message } };
  }
}

function leftWhere(
  settings: readonly string[],
  because: LeftSettings['because'] | undefined,
): LeftSettings[] {
  return because === undefined ? [] : [{ settings, because }];
}
