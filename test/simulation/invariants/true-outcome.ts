import type { Outcome } from '../../../src/model/outcome.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import type { Course, ProcessTruth } from '../simulate.ts';
import type { DeploymentTruth, Scene } from '../truth.ts';
import { describeScene, digestsFor, namedDeployment, stopsOf, type Invariant } from './invariant.ts';
import { isBack, serves } from './serving.ts';

/** Every other outcome equals what the sandbox knows at the moment at which it was found. */
export const trueOutcome: Invariant = {
  name: 'the outcome is true',
  check(process, course) {
    const { said, scenes } = process;
    if (said.kind !== 'outcome') return undefined;
    const wrong = wrongIn({ process, course, result: said.result, outcome: said.result.outcome });
    if (wrong === undefined) return undefined;
    const named = namedDeployment(process, course);
    const about =
      named === undefined ? '' : ` ${named.id} is ${scenes.at(-1)?.deployments.get(named.arn) ?? 'unknown'};`;
    return `${process.id} says ${said.result.outcome.kind} (exit ${said.exit}), but ${wrong}:${about} ${describeScene(scenes.at(-1))}.`;
  },
};

interface Claim {
  readonly process: ProcessTruth;
  readonly course: Course;
  readonly result: ReleaseResult;
  readonly outcome: Outcome;
}

function wrongIn(claim: Claim): string | undefined {
  const { process, course, result, outcome } = claim;
  const { scenes } = process;
  const named = namedDeployment(process, course);
  const statusIn = (scene: Scene): string =>
    named === undefined ? '' : (scene.deployments.get(named.arn) ?? '');
  const isSuccess = (scene: Scene): boolean =>
    named !== undefined &&
    statusIn(scene) === 'SUCCESSFUL' &&
    serves(scene, named.id, digestsFor(process, course));
  const askedBack = stopsOf(process, course).some(({ deployment }) => deployment === named);
  switch (outcome.kind) {
    case 'superseded':
      return wrongSuccessor(claim, named);
    case 'stopped':
      if (scenes.some(({ status }) => status !== 'ACTIVE')) return undefined;
      if (!scenes.some((scene) => ['STOPPED', 'STOP_REQUESTED'].includes(statusIn(scene))))
        return 'nobody stopped it';
      return named?.breakerTriggered === true || named?.alarmsTriggered === true
        ? 'AWS judged it'
        : undefined;
    case 'failed-left':
      if (result.action === 'rollback') return undefined;
      if (scenes.every(isSuccess)) return 'it succeeded, and serves';
      return scenes.every((scene) => statusIn(scene).startsWith('ROLLBACK'))
        ? 'AWS takes it back'
        : undefined;
    case 'failed-rollback-failed':
      if (named !== undefined && scenes.every((scene) => isBack(scene, named)))
        return 'it went back, and the old revision serves';
      return scenes.every(isSuccess) ? 'it succeeded, and serves' : undefined;
    case 'failed-rollback-unseen':
      return scenes.some((scene) => statusIn(scene).startsWith('ROLLBACK'))
        ? undefined
        : 'nothing is rolled back';
    case 'unwatched':
      if (outcome.because.kind !== 'timeout') return undefined;
      return scenes.some((scene) => !isEnd(statusIn(scene)))
        ? undefined
        : 'it had ended when it was looked at';
    case 'inconclusive':
      if (named === undefined) return undefined;
      return scenes.some((scene) => statusIn(scene) === 'SUCCESSFUL')
        ? undefined
        : 'AWS did not call it successful';
    case 'interrupted': {
      if (process.interruptedAt === undefined) return 'nobody interrupted it';
      const hasStarted = course.ledger.deployments.some(({ startedBy }) => startedBy === process.id);
      if (!outcome.started && hasStarted) return 'it had started a deployment';
      if (outcome.started && named === undefined) return 'there is no deployment of it';
      if (
        outcome.rollingBack &&
        !askedBack &&
        !scenes.some((scene) => statusIn(scene).startsWith('ROLLBACK'))
      ) {
        return 'nothing is rolled back';
      }
      return !outcome.rollingBack && askedBack && couldSee(claim) ? 'it had asked AWS to go back' : undefined;
    }
    case 'declined':
      return 'nobody was asked';
    case 'not-started':
    case 'error':
      return 'it was the only release of its run';
    case 'planned':
      return process.command.dryRun ? undefined : 'it was to be done';
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
  { course, process, outcome }: Claim,
  named: DeploymentTruth | undefined,
): string | undefined {
  if (outcome.kind !== 'superseded' || named === undefined) return 'there was nothing to supersede';
  const { deployments } = course.ledger;
  const later = deployments
    .slice(deployments.indexOf(named) + 1)
    .filter(({ createdAt }) => createdAt <= process.endedAt);
  if (later.length === 0) return 'nobody came after it';
  const by = outcome.because.kind === 'superseded' ? outcome.because.byDeployment : undefined;
  return by === undefined || later.some(({ id }) => id === by) ? undefined : `${by} did not come after it`;
}

/** Whether the last look was answered: without it nobody can tell whether AWS has heard. */
function couldSee({ process, course }: Claim): boolean {
  const looks = course.ledger.calls.filter(
    ({ by, operation }) =>
      by === process.id && (operation === 'DescribeServices' || operation === 'DescribeServiceDeployments'),
  );
  const last = looks.at(-1);
  return last?.error === undefined && (last?.fault ?? 'answer') === 'answer';
}

function isEnd(status: string): boolean {
  return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status);
}
