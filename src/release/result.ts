import type { Deployment } from '../model/deployment.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { GateReport } from '../model/gate.ts';
import { changedBy, isFinal, type Outcome } from '../model/outcome.ts';
import type { Readiness } from '../model/readiness.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName, type ServiceRef } from '../model/service-ref.ts';
import { nextCommands } from './next-commands.ts';
import type { ReleaseContext } from './release-context.ts';

export interface Ending {
  readonly action: ReleaseResult['action'];
  readonly service: ServiceRef;
  readonly startedAt: number;
  readonly outcome: Outcome;
  readonly plan?: ReleasePlan | undefined;
  readonly deployment?: Deployment | undefined;
  readonly diagnosis?: Diagnosis | undefined;
  /** `family:revision` that serves, where we looked. */
  readonly serving?: string | undefined;
  readonly digests?: Readonly<Record<string, string>> | undefined;
  readonly gates?: readonly GateReport[] | undefined;
  readonly readiness?: Readiness | undefined;
}

/** The result of a release, told to whoever listens. */
export function resultOf({ clock, report, calledAs }: ReleaseContext, ending: Ending): ReleaseResult {
  const { action, service, outcome, plan, deployment, diagnosis, startedAt } = ending;
  const before = plan?.current.taskDefinition;
  const target = deployment?.taskDefinition ?? plan?.target.taskDefinition;
  const after = ending.serving ?? target;
  // What was expected is of the revision that was to be brought in, and says nothing about another one that serves.
  const isTarget =
    after !== undefined && target !== undefined && revisionName(after) === revisionName(target);
  const digests = isTarget ? (ending.digests ?? {}) : {};
  report({ type: 'release.concluded', outcome });
  return {
    service,
    action,
    outcome,
    final: isFinal(outcome),
    changed: changedBy(outcome),
    before: before === undefined ? undefined : { taskDefinition: before },
    target: target === undefined ? undefined : { taskDefinition: target },
    after: after === undefined ? undefined : { taskDefinition: after, digests },
    deployment,
    plan,
    diagnosis,
    ...(ending.gates === undefined || ending.gates.length === 0 ? {} : { gates: ending.gates }),
    ...(ending.readiness === undefined ? {} : { readiness: ending.readiness }),
    next: nextCommands({ action, outcome, service, deployment, calledAs }),
    startedAt,
    endedAt: clock.now(),
  };
}
