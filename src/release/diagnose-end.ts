import { failedHooks } from '../diagnosis/failed-hooks.ts';
import { investigate, missingOf } from '../diagnosis/investigate.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Diagnosis, HookEvidence, MissingEvidence, TaskDefinitionChanges } from '../model/diagnosis.ts';
import { EcsdeployError } from '../model/error.ts';
import type { GateReport } from '../model/gate.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { revisionName, type ServiceRef } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { changesSince } from './changes-since.ts';
import type { FollowMemory } from './follow-memory.ts';
import { findLastGood } from './last-good.ts';
import type { ReleaseContext } from './release-context.ts';

/** A release that was followed, and did not end well. */
export interface BadEnd {
  readonly service: ServiceRef;
  readonly plan?: ReleasePlan | undefined;
  /** Of the revision that was to be brought in. */
  readonly definition?: TaskDefinition | undefined;
  readonly targetGroupArns: readonly string[];
  readonly memory: FollowMemory;
  readonly outcome: Outcome;
  readonly gates?: readonly GateReport[] | undefined;
}

/** Why a release went wrong, by what was collected while it went on; undefined where nothing was found. */
export async function diagnoseEnd(context: ReleaseContext, end: BadEnd): Promise<Diagnosis | undefined> {
  const { memory, outcome } = end;
  const { last } = memory;
  const bad = last?.deployment;
  // Somebody's decision has no cause in the tasks, unless they show one.
  const isDecision = 'because' in outcome && outcome.because.kind === 'stopped-by-someone';
  const statusReason = isDecision ? undefined : last?.statusReason;
  const missing: MissingEvidence[] = [];
  const onMissing = ({ what, error }: MissingEvidence): void => {
    context.report({ type: 'warning', warning: { kind: 'evidence-missing', what, error } });
  };
  const optional: OptionalRead = async (what, read) => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EcsdeployError)) throw error;
      missing.push(missingOf(what, error));
      onMissing(missingOf(what, error));
      return undefined;
    }
  };
  const [changes, functions] = await Promise.all([
    changesIn(context, end, optional),
    bad?.codeDeploy === undefined || isDecision
      ? undefined
      : optional('lifecycle events', () => functionsThatFailed(context, bad)),
  ]);
  const diagnosis = await investigate(context.aws, {
    service: end.service,
    stoppedTasks: memory.stoppedTasks,
    events: memory.events,
    statusReason,
    circuitBreaker: last && { ...last.circuitBreaker, failures: last.failedTasks },
    hooks: [...(functions ?? []), ...failedHooks(last?.hooks ?? [], statusReason)],
    gates: end.gates ?? [],
    changes,
    definition: end.definition,
    revision: bad && revisionName(bad.taskDefinition),
    targetGroupArns: end.targetGroupArns,
    triggeredAlarms: last?.alarms.triggered ?? [],
    missing,
    onMissing,
  });
  if (diagnosis.likely === undefined) return undefined;
  context.report({ type: 'diagnosis.made', diagnosis });
  return diagnosis;
}

/** Reads what may be missing: then it is noted, and told. */
type OptionalRead = <Value>(what: string, read: () => Promise<Value>) => Promise<Value | undefined>;

/** CodeDeploy keeps them with the deployment, after the looks at it have seen their end. */
async function functionsThatFailed(context: ReleaseContext, deployment: Deployment): Promise<HookEvidence[]> {
  const { failedFunctions } = await import('./codedeploy/failed-functions.ts');
  return await failedFunctions(context, deployment);
}

/**
 * What differs from the last good release. The plan has compared with what the service was on, which is that where AWS has released it to
 * its end; where it has not, as for a bad release that was left, AWS is asked which one was.
 */
async function changesIn(
  context: ReleaseContext,
  { service, plan, definition, memory }: BadEnd,
  optional: OptionalRead,
): Promise<TaskDefinitionChanges | undefined> {
  const planned = plan?.action === 'deploy' && plan.current.taskDefinition !== '' ? plan : undefined;
  const changesPlanned = planned && {
    since: revisionName(planned.current.taskDefinition),
    differences: planned.differences,
  };
  if (planned?.current.rolloutState === 'COMPLETED') return changesPlanned;
  const replaced =
    planned?.current.taskDefinition ??
    memory.last?.sources.find(({ taskDefinition }) => taskDefinition !== '')?.taskDefinition;
  const bad = memory.last?.deployment;
  if (definition === undefined || replaced === undefined || bad === undefined) return changesPlanned;
  const lastGood = await optional('earlier deployments', () =>
    findLastGood(context, { ref: service, taskDefinition: replaced }, bad.taskDefinition, bad.codeDeploy),
  );
  const earlier = lastGood?.taskDefinition ?? replaced;
  if (revisionName(earlier) === changesPlanned?.since) return changesPlanned;
  return await optional(`task definition ${revisionName(earlier)}`, () =>
    changesSince(context, earlier, definition),
  );
}
