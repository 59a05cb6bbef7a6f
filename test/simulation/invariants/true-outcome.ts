import type { Outcome } from '../../../src/model/outcome.ts';
import type { Reason } from '../../../src/model/verdict.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import type { ReleaseTruth, ServiceCourse } from '../course.ts';
import type { DeploymentTruth } from '../ledger.ts';
import type { Scene } from '../scene.ts';
import {
  badCallsOf,
  describeScene,
  digestsFor,
  isRecalled,
  namedDeployment,
  stopsOf,
  wayBackOf,
  type Invariant,
} from './invariant.ts';
import { isUnclear, mayGoBackFor } from './gates.ts';
import { followedSince } from './reason-to-roll-back.ts';
import { isBack, serves } from './serving.ts';

const second = 1_000;
/** After these, what runs is checked. */
const ends: readonly string[] = ['successful', 'rolled-back'];

/** Every other outcome equals what the sandbox knows at the moment at which it was found. */
export const trueOutcome: Invariant = {
  name: 'the outcome is true',
  check(release, course) {
    const { said, scenes } = release;
    if (said.kind !== 'outcome') return undefined;
    const wrong = wrongIn({ release, course, result: said.result, outcome: said.result.outcome });
    if (wrong === undefined) return undefined;
    const named = namedDeployment(release, course);
    const about =
      named === undefined ? '' : ` ${named.id} is ${scenes.at(-1)?.deployments.get(named.arn) ?? 'unknown'};`;
    return `${release.id} says ${said.result.outcome.kind} (exit ${said.exit}), but ${wrong}:${about} ${describeScene(scenes.at(-1))}.`;
  },
};

interface Claim {
  readonly release: ReleaseTruth;
  readonly course: ServiceCourse;
  readonly result: ReleaseResult;
  readonly outcome: Outcome;
}

/** CodeDeploy stops at once: what somebody else asks for in the very moment in which this one concludes, its last look has not seen. */
function isStoppedAsItEnds({ release, course }: Claim, named: DeploymentTruth | undefined): boolean {
  return course.ledger.writes.some(
    ({ at, by, operation, input }) =>
      operation === 'StopDeployment' &&
      by !== release.id &&
      at === release.endedAt &&
      input['deploymentId'] === named?.arn,
  );
}

function wrongIn(claim: Claim): string | undefined {
  const { release, course, result, outcome } = claim;
  const { scenes } = release;
  const named = namedDeployment(release, course);
  const statusIn = (scene: Scene): string =>
    named === undefined ? '' : (scene.deployments.get(named.arn) ?? '');
  const isSuccess = (scene: Scene): boolean =>
    named !== undefined &&
    statusIn(scene) === 'SUCCESSFUL' &&
    serves(scene, named.holder, digestsFor(release, course));
  // What had succeeded goes back by a deployment of its own; where that is rolled back, the revision that was to go serves.
  const isTakenBack = (scene: Scene): boolean =>
    named !== undefined && (wayBackOf(release) === named.id ? isSuccess(scene) : isBack(scene, named));
  const isRollingBack = (scene: Scene): boolean => statusIn(scene).startsWith('ROLLBACK');
  switch (outcome.kind) {
    case 'superseded':
      return wrongSuccessor(claim, named);
    case 'stopped':
      if (scenes.some(({ status }) => status !== 'ACTIVE')) return undefined;
      if (outcome.because.kind === 'service-gone') return 'the service is there';
      if (!scenes.some((scene) => ['STOPPED', 'STOP_REQUESTED'].includes(statusIn(scene))))
        return 'nobody stopped it';
      return named?.breakerTriggered === true || named?.alarmsTriggered === true || named?.hookJudged === true
        ? 'AWS judged it'
        : undefined;
    case 'failed-left':
      if (outcome.because.kind === 'gate')
        return mayGoBackFor(release, release.endedAt) ? undefined : 'no gate has judged it bad';
      if (scenes.every(isSuccess) && result.action !== 'rollback') return 'it succeeded, and serves';
      // A request to go back shows nowhere in the service itself until ECS begins with it, a second later.
      if (
        scenes.every((scene) => isRollingBack(scene) && statusIn(scene) !== 'ROLLBACK_REQUESTED') &&
        !isStoppedAsItEnds(claim, named)
      )
        return 'AWS takes it back';
      return wrongFailure(claim, named);
    case 'failed-rollback-failed':
      // AWS has taken a way back itself back, and what was to be left serves.
      if (outcome.serves !== undefined) {
        if (result.action !== 'rollback') return 'nobody asked to go back';
        return scenes.some(isTakenBack) ? undefined : `${outcome.serves} does not serve`;
      }
      if (scenes.every(isTakenBack)) return 'it went back, and the old revision serves';
      // What succeeded was to go back with the rest of its run.
      return scenes.every(isSuccess) && !isRecalled(release) && outcome.because.kind !== 'gate'
        ? 'it succeeded, and serves'
        : undefined;
    case 'failed-rollback-unseen':
      if (wayBackOf(release) !== undefined) return undefined;
      if (scenes.every(isTakenBack) && couldMeasure(claim) && !areUnjudged(outcome.doubt, scenes, named))
        return 'it went back, and the old revision serves';
      return scenes.some(isRollingBack) ? undefined : 'nothing is rolled back';
    case 'unwatched':
      return wrongEndOfWatch(claim, named);
    case 'inconclusive':
      if (named === undefined) return undefined;
      if (outcome.because.kind === 'gate') return isUnclear(release) ? undefined : 'every gate could tell';
      // Without tasks there is nothing to measure.
      if (
        scenes.every((scene) => isSuccess(scene) && scene.desired > 0) &&
        couldMeasure(claim) &&
        !areUnjudged(outcome.because, scenes, named) &&
        // Another build than an earlier run has noted: who resumes does not know which one was meant.
        outcome.because.kind !== 'digest-differs'
      )
        return 'it succeeded, and serves';
      return scenes.some((scene) => statusIn(scene) === 'SUCCESSFUL')
        ? undefined
        : 'AWS did not call it successful';
    case 'interrupted': {
      if (release.interruptedAt === undefined) return 'nobody interrupted it';
      const hasStarted = course.ledger.deployments.some(({ startedBy }) => startedBy === release.id);
      const askedBack = stopsOf(release, course).some(({ deployment }) => deployment === named);
      if (!outcome.started && hasStarted) return 'it had started a deployment';
      if (outcome.started && named === undefined) return 'there is no deployment of it';
      if (outcome.released === true)
        return scenes.some((scene) => statusIn(scene) === 'SUCCESSFUL')
          ? undefined
          : 'AWS did not call it successful';
      if (outcome.rollingBack && !askedBack && !scenes.some(isRollingBack)) return 'nothing is rolled back';
      if (outcome.rollingBack || outcome.asked === true) return undefined;
      return askedBack && couldSee(claim) ? 'it had asked AWS to go back' : undefined;
    }
    case 'waiting-for-approval':
      return named !== undefined && scenes.some(({ paused }) => paused.includes(named.arn))
        ? undefined
        : 'it waits for nobody';
    case 'reached':
    case 'approved':
      return 'nobody asked for that';
    case 'declined':
      return 'nobody was asked';
    case 'not-started':
      if (release.command.run === undefined) return 'it was the only release of its run';
      return course.ledger.deployments.some(({ startedBy }) => startedBy === release.id)
        ? 'it had started a deployment'
        : undefined;
    case 'error':
      return 'it is no error of its own';
    case 'planned':
      return release.command.dryRun ? undefined : 'it was to be done';
    case 'succeeded':
    case 'nothing-to-do':
    case 'rolled-back-as-asked':
    case 'failed-rolled-back':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

function wrongSuccessor(
  { course, release, outcome }: Claim,
  named: DeploymentTruth | undefined,
): string | undefined {
  if (outcome.kind !== 'superseded' || named === undefined) return 'there was nothing to supersede';
  const { deployments } = course.ledger;
  const later = deployments
    .slice(deployments.indexOf(named) + 1)
    .filter(({ createdAt }) => createdAt <= release.endedAt);
  if (later.length === 0) return 'nobody came after it';
  const by = outcome.because.kind === 'superseded' ? outcome.because.byDeployment : undefined;
  // What AWS shows as PRIMARY of a CODE_DEPLOY service is the task set.
  const isLater = later.some(({ id, holder }) => id === by || holder === by);
  return by === undefined || isLater ? undefined : `${by} did not come after it`;
}

/** A release that is left where it failed has failed: by AWS's verdict, by tasks that died, or by what runs instead. */
function wrongFailure(
  { course, release, result }: Claim,
  named: DeploymentTruth | undefined,
): string | undefined {
  if (named?.breakerTriggered === true || named?.alarmsTriggered === true || named?.hookJudged === true)
    return undefined;
  const failures = course.ledger.failedTasks.get(named?.holder ?? '') ?? [];
  if (failures.filter((at) => at <= release.endedAt).length >= 2) return undefined;
  // A rollback that came too late leaves what was to go away, and that serves.
  if (result.action === 'rollback') return undefined;
  const digests = digestsFor(release, course);
  return release.scenes.some((scene) => !serves(scene, named?.holder ?? '', digests))
    ? undefined
    : 'nothing of it had failed';
}

/** Who stops watching says why: the time is over, or AWS did not answer him. */
function wrongEndOfWatch(claim: Claim, named: DeploymentTruth | undefined): string | undefined {
  const { outcome, release, course } = claim;
  if (outcome.kind !== 'unwatched') return undefined;
  const { scenes, command, endedAt } = release;
  if (outcome.because.kind !== 'timeout')
    return badCallsOf(release, course).length > 0 ? undefined : 'AWS had answered all that it asked';
  if (endedAt - followedSince(release) < (command.timeoutSeconds - 1) * second)
    return 'its time was not over';
  const isGoingOn = (scene: Scene): boolean => !isEnd(scene.deployments.get(named?.arn ?? '') ?? '');
  return scenes.some(isGoingOn) ? undefined : 'it had ended when it was looked at';
}

/** Whether all tasks have started since AWS's verdict, as is said: the next of a crash loop run well for a while, too. */
function areUnjudged(
  because: Reason | undefined,
  scenes: readonly Scene[],
  named: DeploymentTruth | undefined,
): boolean {
  if (because?.kind !== 'tasks-unjudged') return false;
  const judgedAt = named?.finishedAt ?? 0;
  return scenes.some(({ running }) => running.every(({ startedAt }) => startedAt > judgedAt));
}

/** Whether every call since AWS's verdict was seen, or since the last look where that came before it, was answered, and at once. */
function couldMeasure({ release, course }: Claim): boolean {
  // Through CodeDeploy there is one more look after what runs could not be checked.
  const judged = release.facts.find(
    ({ fact }) => fact.type === 'deployment.observed' && ends.includes(fact.snapshot.status),
  );
  const lastLook = release.scenes[0]?.at ?? release.endedAt;
  const since = Math.min(lastLook, judged?.at ?? lastLook);
  return badCallsOf(release, course).every(({ at }) => at < since);
}

/** Whether the last look was answered: without it nobody can tell whether AWS has heard. */
function couldSee({ release, course }: Claim): boolean {
  const looks = course.ledger.calls.filter(
    ({ by, operation }) =>
      by === release.id && (operation === 'DescribeServices' || operation === 'DescribeServiceDeployments'),
  );
  const last = looks.at(-1);
  return last?.error === undefined && (last?.fault ?? 'answer') === 'answer';
}

function isEnd(status: string): boolean {
  return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status);
}
