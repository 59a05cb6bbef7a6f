import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Milliseconds } from '../model/duration.ts';
import { isGood, type Outcome } from '../model/outcome.ts';
import type { GateReport } from '../model/gate.ts';
import type { Readiness } from '../model/readiness.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { Reason } from '../model/verdict.ts';
import { asWanted, takenBack, type Wanted } from './as-wanted.ts';
import { conclude } from './conclude.ts';
import { diagnoseEnd, type BadEnd } from './diagnose-end.ts';
import { follow, type Followed } from './follow.ts';
import type { FollowPolicy } from './follow-policy.ts';
import { afterSuccess, backIfBad, type AfterAll } from './gates/after-success.ts';
import type { ReleaseGates } from './gates/release-gates.ts';
import { graceAfter, untilTimeToLeave } from './grace.ts';
import { Interrupted } from './interrupted.ts';
import { nameSuccessor } from './name-successor.ts';
import type { ReleaseContext } from './release-context.ts';
import { resultOf } from './result.ts';
import { warnOfShortCredentials } from './short-credentials.ts';
import { stampSuccess } from './stamp-success.ts';
import { whileReading } from './while-reading.ts';
import { verifyEnd } from './verify-end.ts';
import type { ExpectedImage } from './verify.ts';

/** A deployment that exists, to be followed to its end and concluded. */
export interface Course {
  readonly action: ReleaseResult['action'];
  readonly service: ServiceRef;
  readonly startedAt: number;
  readonly plan?: ReleasePlan | undefined;
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly policy: FollowPolicy;
  readonly expected: readonly ExpectedImage[];
  readonly definition?: TaskDefinition | undefined;
  readonly targetGroupArns: readonly string[];
  readonly rollback?: { readonly by: 'ecsdeploy'; readonly because: Reason } | undefined;
  readonly wanted: Wanted;
  /** Aborted, with a `Reason`, when the run that this release belongs to goes back. */
  readonly recall?: AbortSignal | undefined;
  /** What is measured meanwhile, and after it. */
  readonly gates?: ReleaseGates | undefined;
  /** How long it is watched after its end, where no plan says so. */
  readonly watchForMilliseconds?: Milliseconds | undefined;
  /** What is to be done once its deployment is over, and it is only watched. */
  readonly beforeWatch?: ((deploymentId: string) => Promise<void>) | undefined;
  /** How a release is taken back that AWS calls successful and a gate finds bad; absent: there is nothing to go back to. */
  readonly takeBack?: TakeBack | undefined;
  /** Looks whether it could be taken back, once it has ended well. It neither throws nor takes long. */
  readonly lookBack?: ((taskDefinition: string) => Promise<Readiness>) | undefined;
  /** Why a release that succeeded is taken back, where that is what this is. */
  readonly takingBack?: Reason | undefined;
}

/** @param endedAt when it ended, AWS's clock, where AWS told */
type TakeBack = (
  released: ReleaseResult,
  because: Reason,
  endedAt: number | undefined,
) => Promise<ReleaseResult>;

/** Whoever is told to leave has no time for evidence: how it ended is known without. */
async function diagnoseInTime(context: ReleaseContext, end: BadEnd): Promise<Diagnosis | undefined> {
  if (context.interrupt.aborted) return undefined;
  try {
    return await whileReading(context, (reading) => diagnoseEnd(reading, end));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return undefined;
  }
}

/** From a running deployment to a result: follow → verify → conclude → diagnose → stamp. */
export async function carryThrough(context: ReleaseContext, course: Course): Promise<ReleaseResult> {
  const grace = graceAfter(context.interrupt, context.clock);
  try {
    return await carryOn(context, untilTimeToLeave(context, grace), course);
  } finally {
    grace.end();
  }
}

/** @param inTime for what comes after AWS's verdict: whoever is told to leave does not wait for all of it */
async function carryOn(
  context: ReleaseContext,
  inTime: ReleaseContext,
  course: Course,
): Promise<ReleaseResult> {
  const { timeout } = course.policy;
  await warnOfShortCredentials(context, timeout + watchTime(course));
  const followed = await follow(context, course);
  const verification = await verifyEnd(inTime, followed, course.expected);
  if (verification !== undefined)
    context.report({ type: 'verification.ended', verdict: verification.verdict });
  const planned = course.plan?.current.desiredCount;
  const concluded = conclude(followed.end, followed.memory, verification, planned);
  const wanted =
    course.takingBack === undefined
      ? asWanted(course.wanted, concluded, followed)
      : takenBack(course.takingBack, concluded, followed);
  const named = await nameSuccessor(inTime, wanted);
  let serving = verification?.serving;
  const lookAgain = async (): Promise<Outcome> => {
    const again = await verifyEnd(inTime, followed, course.expected);
    serving = again?.serving ?? serving;
    if (again !== undefined && again.verdict.kind !== 'pass')
      context.report({ type: 'verification.ended', verdict: again.verdict });
    return await nameSuccessor(inTime, conclude(followed.end, followed.memory, again, planned));
  };
  const judged = await judgeByGates(context, course, followed, { outcome: named, lookAgain });
  const ending = {
    action: course.action,
    service: course.service,
    startedAt: course.startedAt,
    plan: course.plan,
    deployment: followed.deployment,
    serving,
    digests: Object.fromEntries(course.expected.map(({ container, digest }) => [container, digest])),
  };
  if ('takeBack' in judged) {
    // It is concluded when it has been taken back.
    const silently = { ...context, report: () => undefined };
    const released = resultOf(silently, { ...ending, outcome: named });
    // Why it was bad is told by what runs now, and holds nothing up; the way back has reasons of its own.
    const gates = reportsOf(course);
    const left = { kind: 'failed-left', because: judged.takeBack } as const;
    const [diagnosis, back] = await Promise.all([
      diagnoseInTime(context, { ...course, gates, memory: followed.memory, outcome: left }),
      course.takeBack?.(released, judged.takeBack, followed.memory.last?.finishedAt),
    ]);
    if (back !== undefined) return { ...back, diagnosis: diagnosis ?? back.diagnosis, gates };
  }
  const outcome: Outcome =
    'takeBack' in judged ? { kind: 'failed-left', because: judged.takeBack } : judged.outcome;
  const diagnosis = isWorthDiagnosing(outcome)
    ? await diagnoseInTime(context, { ...course, gates: reportsOf(course), memory: followed.memory, outcome })
    : undefined;
  // What is recalled in its watch nobody has watched to the end.
  const isProven = outcome.kind === 'succeeded' && course.recall?.aborted !== true;
  if (isProven && course.policy.role === 'driver') {
    const at = followed.memory.last?.finishedAt ?? context.clock.now();
    const { taskDefinition } = followed.deployment;
    const [readiness] = await Promise.all([
      course.lookBack?.(taskDefinition),
      stampSuccess(inTime, taskDefinition, at),
    ]);
    return resultOf(context, { ...ending, outcome, gates: reportsOf(course), readiness });
  }
  return resultOf(context, { ...ending, outcome, diagnosis, gates: reportsOf(course) });
}

function watchTime({
  plan,
  watchForMilliseconds,
}: Pick<Course, 'plan' | 'watchForMilliseconds'>): Milliseconds {
  return plan?.watchForMilliseconds ?? watchForMilliseconds ?? 0;
}

function reportsOf({ gates }: Course): GateReport[] {
  return (gates?.standings() ?? []).map(({ report }) => report);
}

/**
 * What gates make of a release that AWS calls successful, and that was verified, or could not be: they know more then than our own look.
 * What that look has found bad is bad without them; others are judged by AWS alone.
 */
async function judgeByGates(
  context: ReleaseContext,
  { gates, plan, watchForMilliseconds, takeBack, recall, policy, beforeWatch: before }: Course,
  { deployment, end }: Followed,
  { outcome, lookAgain }: { readonly outcome: Outcome; readonly lookAgain: () => Promise<Outcome> },
): Promise<AfterAll> {
  const wayOut = { policy: policy.rollback, canGoBack: takeBack !== undefined, recall };
  if (gates === undefined || !(outcome.kind === 'succeeded' || outcome.kind === 'inconclusive')) {
    gates?.stop();
    // Of what AWS itself calls failed it is AWS that goes back, or nobody.
    return end.kind === 'successful' ? await backIfBad(context, wayOut, outcome) : { outcome };
  }
  const watchFor = watchTime({ plan, watchForMilliseconds });
  const beforeWatch = before && (() => before(deployment.deploymentId));
  return await afterSuccess(
    context,
    { ...wayOut, gates, deployment, watchFor, lookAgain, beforeWatch },
    outcome,
  );
}

function isWorthDiagnosing(outcome: Outcome): boolean {
  if (isGood(outcome)) return false;
  return outcome.kind !== 'superseded' && outcome.kind !== 'interrupted';
}
