import { requireService } from '../../aws/services.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { ApprovalQuestion } from '../../model/approval-question.ts';
import type { Deployment, Snapshot } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import { readyWait, type PendingApproval } from '../../model/lifecycle.ts';
import { isNamed, type NamedPause } from '../../model/pause-name.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { originIn } from '../../task-definitions/tags.ts';
import { checkAccount } from '../check-account.ts';
import { knownImages } from '../known-images.ts';
import { pendingApprovals } from '../pauses.ts';
import type { ReleaseContext } from '../release-context.ts';
import { whileReading } from '../while-reading.ts';
import type { NamedGroup } from '../requests.ts';
import { noteAbout } from './answer-note.ts';
import type { Standing } from './how-it-stands.ts';
import { lookPatiently } from './patient-look.ts';
import { standingOf } from './pause-standing.ts';
import {
  AlreadyAnswered,
  NothingToApprove,
  NotPaused,
  PauseExpired,
  ReleaseMovedOn,
  WhichPause,
} from './refusals.ts';

export interface PauseRequest {
  readonly service: ServiceRef;
  /** The account that the configuration names; another one is refused. */
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** The pause that the person has in mind; absent: the one that waits. */
  readonly expect?: NamedPause | undefined;
}

/**
 * The pause that waits for an answer, with all that a person needs to give one. Reads only.
 * @throws NothingToApprove, NotPaused, WhichPause, ReleaseMovedOn, AlreadyAnswered, PauseExpired, and what `call` throws
 */
export async function findPause(context: ReleaseContext, request: PauseRequest): Promise<ApprovalQuestion> {
  return await whileReading(context, (reading) => find(reading, request));
}

async function find(context: ReleaseContext, request: PauseRequest): Promise<ApprovalQuestion> {
  await checkAccount(context, request.account);
  const service = await requireService(context.aws, request.service);
  const controller = chooseController(context.aws, service, request.codeDeploy);
  const deployment = await controller.find(service.ref);
  const standing =
    deployment === undefined
      ? undefined
      : { deployment, snapshot: await lookPatiently(context, controller, deployment) };
  const { expect } = request;
  if (expect !== undefined && (deployment === undefined || !isNamed(expect.deployment, deployment))) {
    return await refuseOtherDeployment(context, controller, service.ref, expect, standing);
  }
  if (standing === undefined) {
    throw new NothingToApprove(service.ref, await newestOf(context, controller, service.ref));
  }
  const waiting = pendingApprovals(standing.snapshot);
  const [first, ...others] = waiting;
  if (expect !== undefined) {
    const named = waiting.find(({ hookId }) => hookId === expect.hookId);
    if (named === undefined)
      return refuseOtherPause(standing, expect, noteAbout(standing.deployment, expect.hookId, service.tags));
    return await questionOf(context, standing, named);
  }
  if (first === undefined) throw new NotPaused(standing.deployment, standing.snapshot);
  if (others.length > 0) {
    throw new WhichPause(service.ref, waiting);
  }
  return await questionOf(context, standing, first);
}

interface Looked extends Standing {
  readonly deployment: Deployment;
  readonly snapshot: Snapshot;
}

/** Another deployment was named than the one in progress: says how that one ended, and what is there now. */
async function refuseOtherDeployment(
  context: ReleaseContext,
  controller: Controller,
  service: ServiceRef,
  expected: NamedPause,
  now: Looked | undefined,
): Promise<never> {
  const named = await controller.locate(service, expected.deployment);
  const was =
    named === undefined
      ? undefined
      : { deployment: named, snapshot: await lookPatiently(context, controller, named) };
  if (was !== undefined && now === undefined && standingOf(was.snapshot, expected.hookId) === 'expired') {
    throw new PauseExpired(was.deployment, was.snapshot, expected.hookId);
  }
  const waiting = now === undefined ? [] : pendingApprovals(now.snapshot);
  throw new ReleaseMovedOn(expected, { service, was, now, waiting });
}

/** The deployment is the one that was named, and the pause does not wait. */
function refuseOtherPause(standing: Looked, expected: NamedPause, note: string | undefined): never {
  const { deployment, snapshot } = standing;
  const { service } = deployment;
  const { hookId } = expected;
  const found = standingOf(snapshot, hookId);
  // CodeDeploy does not show that somebody has answered: only our note does.
  const isNoted = found === 'passed' && hookId === readyWait && note?.startsWith('continue ') === true;
  const what = isNoted ? 'approved' : found;
  if (what === 'approved' || what === 'rejected') throw new AlreadyAnswered(service, hookId, what, note);
  if (what === 'expired') throw new PauseExpired(deployment, snapshot, hookId);
  const waiting = pendingApprovals(snapshot);
  throw new ReleaseMovedOn(expected, { service, was: standing, waiting });
}

/** How the newest deployment ended: it only adds to a refusal. */
async function newestOf(
  context: ReleaseContext,
  controller: Controller,
  service: ServiceRef,
): Promise<Standing | undefined> {
  try {
    const deployment = await controller.latest(service);
    if (deployment === undefined) return undefined;
    return { deployment, snapshot: await controller.observe(deployment, context.interrupt) };
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

async function questionOf(
  { aws }: ReleaseContext,
  standing: Looked,
  approval: PendingApproval,
): Promise<ApprovalQuestion> {
  const { deployment, snapshot } = standing;
  const revision =
    deployment.taskDefinition === '' ? undefined : await findTaskDefinition(aws, deployment.taskDefinition);
  const digests = new Map(
    (revision === undefined ? [] : knownImages(revision)).map(({ container, digest }) => [container, digest]),
  );
  const origin = revision && originIn(revision.tags);
  const sources = snapshot.sources.map(({ taskDefinition }) => taskDefinition);
  return {
    deployment: { ...deployment, ...snapshot.deployment },
    approval,
    replaces: [...new Set(sources)].filter((one) => one !== '' && one !== deployment.taskDefinition),
    images: (revision?.definition.containerDefinitions ?? []).map(({ name, image = '' }) => ({
      container: name,
      image,
      digest: digests.get(name),
    })),
    commit: origin?.commit,
    origin,
    shift: snapshot.shift,
    others: pendingApprovals(snapshot).filter(({ hookId }) => hookId !== approval.hookId),
    at: snapshot.at,
  };
}
