import { tagResource } from '../aws/tags.ts';
import { AwsRejected } from '../aws/errors.ts';
import type { Controller } from '../controllers/controller.ts';
import { investigate } from '../diagnosis/investigate.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import { EcsdeployError } from '../model/error.ts';
import { isGood, type Outcome } from '../model/outcome.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName, type ServiceRef } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { Reason } from '../model/verdict.ts';
import { conclude, type Verification } from './conclude.ts';
import { judgedAt } from './follow-memory.ts';
import { follow, type Followed } from './follow.ts';
import type { FollowPolicy } from './follow-policy.ts';
import { nameSuccessor } from './name-successor.ts';
import type { ReleaseContext } from './release-context.ts';
import { resultOf } from './result.ts';
import { verifyNewRevision, verifyOldRevision, type ExpectedImage } from './verify.ts';

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
  /** What a person asked for: a rollback is good when it ends well, whichever way it goes. */
  readonly wanted: 'new-revision' | 'earlier-revision' | 'way-back';
  /** Aborted, with a `Reason`, when the run that this release belongs to goes back. */
  readonly recall?: AbortSignal | undefined;
  /** Why a release that succeeded is taken back, where that is what this is. */
  readonly takingBack?: Reason | undefined;
}

/** From a running deployment to a result: follow → verify → conclude → diagnose → stamp. */
export async function carryThrough(context: ReleaseContext, course: Course): Promise<ReleaseResult> {
  const followed = await follow(context, course);
  const verification = await verifyEnd(context, followed, course.expected);
  if (verification !== undefined)
    context.report({ type: 'verification.ended', verdict: verification.verdict });
  const planned = course.plan?.current.desiredCount;
  const concluded = conclude(followed.end, followed.memory, verification, planned);
  const wanted =
    course.takingBack === undefined
      ? asWanted(course.wanted, concluded, followed)
      : takenBack(course.takingBack, concluded, followed);
  const outcome = await nameSuccessor(context, wanted);
  const diagnosis = isWorthDiagnosing(outcome)
    ? await diagnoseEnd(context, course, followed, outcome)
    : undefined;
  if (outcome.kind === 'succeeded' && course.policy.role === 'driver') {
    const at = followed.memory.last?.finishedAt ?? context.clock.now();
    await stampSuccess(context, followed.deployment.taskDefinition, at);
  }
  return resultOf(context, {
    action: course.action,
    service: course.service,
    startedAt: course.startedAt,
    plan: course.plan,
    outcome,
    deployment: followed.deployment,
    diagnosis,
    serving: verification?.serving,
    digests: Object.fromEntries(course.expected.map(({ container, digest }) => [container, digest])),
  });
}

async function verifyEnd(
  context: ReleaseContext,
  { end, deployment, memory }: Followed,
  expected: readonly ExpectedImage[],
): Promise<Verification | undefined> {
  if (end.kind === 'successful') {
    return await verifyNewRevision(context, deployment, expected, judgedAt(memory));
  }
  if (end.kind === 'rolled-back') {
    // Beside a shift the old tasks only go on: what ran before it was well, and who started since has been judged by nobody.
    const isShift = memory.last?.shift !== undefined;
    const at = isShift ? deployment.createdAt : memory.last?.finishedAt;
    return await verifyOldRevision(context, deployment, at);
  }
  return undefined;
}

/** The outcome in the light of what was asked for. */
function asWanted(wanted: Course['wanted'], outcome: Outcome, { memory, deployment }: Followed): Outcome {
  if (wanted === 'earlier-revision' && outcome.kind === 'succeeded') {
    return {
      kind: 'rolled-back-as-asked',
      because: outcome.because,
      to: revisionName(deployment.taskDefinition),
    };
  }
  if (wanted !== 'way-back') return outcome;
  if (outcome.kind === 'failed-rolled-back') {
    const { because, to, proof } = outcome;
    return { kind: 'rolled-back-as-asked', because, to, proof };
  }
  // It was over when the stop arrived, and the revision that was to go away serves.
  if (outcome.kind === 'succeeded')
    return { kind: 'failed-left', because: memory.rollback?.because ?? outcome.because };
  return outcome;
}

/** The outcome of a release that succeeded and is taken back, by how the way back ended. */
function takenBack(because: Reason, outcome: Outcome, { deployment }: Pick<Followed, 'deployment'>): Outcome {
  switch (outcome.kind) {
    case 'succeeded':
    case 'nothing-to-do':
      return {
        kind: 'failed-rolled-back',
        because,
        by: 'ecsdeploy',
        to: revisionName(deployment.taskDefinition),
      };
    case 'superseded':
      return outcome;
    case 'unwatched':
    case 'interrupted':
    case 'inconclusive':
    case 'failed-rollback-unseen':
      return { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy' };
    default: {
      const rollbackBecause = 'because' in outcome ? outcome.because : because;
      return { kind: 'failed-rollback-failed', because, rollbackBecause };
    }
  }
}

function isWorthDiagnosing(outcome: Outcome): boolean {
  if (isGood(outcome)) return false;
  return outcome.kind !== 'superseded' && outcome.kind !== 'interrupted';
}

async function diagnoseEnd(
  context: ReleaseContext,
  course: Course,
  { memory }: Followed,
  outcome: Outcome,
): Promise<Diagnosis | undefined> {
  // Somebody's decision has no cause in the tasks, unless they show one.
  const isDecision = 'because' in outcome && outcome.because.kind === 'stopped-by-someone';
  const diagnosis = await investigate(context.aws, {
    stoppedTasks: memory.stoppedTasks,
    events: memory.events,
    statusReason: isDecision ? undefined : memory.last?.statusReason,
    targetGroupArns: course.targetGroupArns,
    definition: course.definition,
    onMissing: (what, error) => {
      context.report({ type: 'warning', warning: { kind: 'evidence-missing', what, error } });
    },
  });
  if (diagnosis.findings.length === 0) return undefined;
  context.report({ type: 'diagnosis.made', diagnosis });
  return diagnosis;
}

/** A note for later runs, not a lock: failing to write it fails nothing. Who resumes writes what the first run would have written. */
async function stampSuccess(
  { aws, report }: ReleaseContext,
  taskDefinition: string,
  at: number,
): Promise<void> {
  const tag = 'ecsdeploy:succeeded';
  try {
    await tagResource(aws, taskDefinition, [{ key: tag, value: new Date(at).toISOString() }]);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const text = error instanceof AwsRejected ? error.awsMessage : error.message;
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag, error: text } });
  }
}
