import { shiftsTraffic } from '../../../src/model/lifecycle.ts';
import type { ReleaseTruth, ServiceCourse, Said } from '../course.ts';
import type { DeploymentTruth } from '../ledger.ts';
import { isUnclear, mayGoBackFor } from './gates.ts';
import { badCallsOf, isOfCommand, type Invariant } from './invariant.ts';

type ErrorSaid = Extract<Said, { kind: 'error' }>;

// What an error may mean here: a configuration that cannot be, credentials, not found, rejected or unreachable before a change, refused,
// unknown.
const possible = new Set([3, 4, 5, 7, 10, 30]);

/** An error is no bug, one that says "before anything changed" has started nothing, and what it says of AWS is so. */
export const trueError: Invariant = {
  name: 'an error says what is so',
  check(release, course) {
    const { id, said } = release;
    if (said.kind !== 'error') return undefined;
    const words = `${id} ends with exit ${said.exit} (${said.code}): ${said.message}`;
    if (!possible.has(said.exit)) return `${words}.`;
    const started = course.ledger.deployments.find(({ startedBy }) => startedBy === id);
    if (started !== undefined && said.exit !== 30) {
      return `${words}; that says that nothing was changed, but it has started ${started.id}.`;
    }
    const wrong = wrongIn(said, release, course);
    return wrong === undefined ? undefined : `${words}; but ${wrong}.`;
  },
};

function wrongIn(said: ErrorSaid, release: ReleaseTruth, course: ServiceCourse): string | undefined {
  const { begins, scenes } = release;
  const seen = [begins, ...scenes];
  const bad = badCallsOf(release, course);
  switch (said.code) {
    case 'refused.busy':
      return wrongBusy(said, release, course);
    case 'refused.plan_outdated': {
      const others = course.ledger.deployments.filter(
        ({ createdAt, startedBy }) => startedBy !== release.id && createdAt >= release.startedAt,
      );
      const hasMoved = new Set(seen.map(({ primary }) => primary?.id)).size > 1;
      return others.length > 0 || hasMoved || release.staleAt.length > 0
        ? undefined
        : 'nobody had changed the service';
    }
    case 'refused.alarm_firing':
      return isFiring(release, course) ? undefined : 'no alarm was in ALARM';
    case 'config.hold_without_rollback':
      return isToHold(release) && !release.command.rollback ? undefined : 'it could be taken back';
    case 'config.hold_impossible':
      return isToHold(release) &&
        !(release.shape.controller === 'ECS' && shiftsTraffic(release.shape.strategy))
        ? undefined
        : 'it could be held';
    case 'refused.gate_failed':
      return mayGoBackFor(release, release.endedAt) ? undefined : 'no gate had judged it bad';
    case 'refused.gate_inconclusive':
      return isUnclear(release) ? undefined : 'every gate could tell';
    case 'refused.deployment_deadlock':
      return seen.some((scene) => isDeadlocked(scene, release)) ? undefined : 'tasks could be replaced';
    case 'service.not_found':
    case 'cluster.not_found':
      return seen.some(({ status }) => status !== 'ACTIVE') ? undefined : 'the service was there';
    case 'deployment.not_found':
      // CodeDeploy remembers none for a service that it has never deployed.
      return course.ledger.deployments.some(({ createdAt }) => createdAt < release.startedAt)
        ? 'there had been one'
        : undefined;
    case 'rollback_target.not_found': {
      const { deployments } = course.ledger;
      const revisions = deployments
        .filter(
          ({ status, finishedAt = Number.POSITIVE_INFINITY }) =>
            status === 'SUCCESSFUL' && finishedAt <= release.startedAt,
        )
        .map(({ taskDefinition }) => taskDefinition);
      const current = seen.map(({ primary }) => primary?.taskDefinition);
      return revisions.some((revision) => !current.includes(revision))
        ? 'an earlier revision had succeeded'
        : undefined;
    }
    case 'credentials.expired':
      return bad.some(({ error = '' }) => error.startsWith('Expired'))
        ? undefined
        : 'no call was refused for that';
    case 'permission.denied':
      return bad.some(({ error = '' }) => error.startsWith('AccessDenied'))
        ? undefined
        : 'nothing was denied';
    case 'aws.unavailable':
    case 'aws.rejected':
    case 'aws.no_service_deployment':
    case 'unknown.start':
    case 'unknown.rollback':
      return bad.length > 0 ? undefined : 'AWS had answered all that it asked';
    default:
      return 'no history should come to that';
  }
}

/** Whether AWS is to hold its deployment for a gate. */
function isToHold({ command: { gates } }: ReleaseTruth): boolean {
  return gates.some(({ holdMinutes, dryRun }) => holdMinutes > 0 && !dryRun);
}

/** The alarm was in ALARM at a moment of the process; it is not asked for in the same moment in which it changes. */
function isFiring({ startedAt, endedAt }: ReleaseTruth, { acts }: ServiceCourse): boolean {
  const changes = acts.filter(({ at, text }) => at <= endedAt && text.startsWith('the alarm '));
  const before = changes.findLast(({ at }) => at < startedAt);
  const during = changes.filter(({ at }) => at >= startedAt);
  return [...(before === undefined ? [] : [before]), ...during].some(({ text }) =>
    / goes to ALARM\b/.test(text),
  );
}

/** The one that is in the way is in progress, and none of our own command's. */
function wrongBusy(said: ErrorSaid, release: ReleaseTruth, course: ServiceCourse): string | undefined {
  const id = said.details['deployment'] ?? /\((ecs-svc\/\d+)\)/.exec(said.message)?.[1];
  const other = course.ledger.deployments.find((deployment) => deployment.id === id);
  if (other === undefined) return 'it names no deployment that there is';
  if (release.staleAt.length > 0) return undefined;
  const wasOver = other.finishedAt !== undefined && other.finishedAt < release.startedAt;
  if (wasOver) return `${other.id} was over when it began`;
  return isOwn(other, release, course) ? `${other.id} was its own command's` : undefined;
}

/** What an earlier run of the same command has started is to be adopted, unless the image has become another one. */
function isOwn(other: DeploymentTruth, { command }: ReleaseTruth, { history }: ServiceCourse): boolean {
  if (command.does !== 'deploy' || !isOfCommand(other.startedBy, command.id)) return false;
  return !history.people.some(({ act }) => act.is === 'moves-tag' || act.is === 'registers-revision');
}

/** As AWS counts: as many as may run at most are not more than are wanted, and as few as must run not fewer. */
function isDeadlocked({ desired }: ReleaseTruth['begins'], { command, shape }: ReleaseTruth): boolean {
  const { minimumHealthyPercent, maximumPercent } = { ...shape, ...command.settings };
  return (
    Math.floor((desired * maximumPercent) / 100) <= desired &&
    Math.ceil((desired * minimumHealthyPercent) / 100) >= desired
  );
}
