import type { Aws } from '../../aws/aws.ts';
import {
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  type ServiceDeploymentListing,
  type ServiceDeploymentState,
  type ServiceRevisionState,
} from '../../aws/service-deployments.ts';
import { strategies, type Strategy } from '../../model/lifecycle.ts';
import type { PastOutcome } from '../../model/past-release.ts';
import { nameFromArn, type ServiceRef } from '../../model/service-ref.ts';
import { outcomeOf, type BareRelease } from './bare-release.ts';

/** The service deployments that ECS remembers (90 days), newest first. @throws what reading throws */
export async function releasesOfEcs(aws: Aws, service: ServiceRef, limit: number): Promise<BareRelease[]> {
  const listed = await listServiceDeployments(aws, service, limit);
  const [states, revisions] = await Promise.all([
    describeServiceDeployments(
      aws,
      listed.map(({ arn }) => arn),
    ),
    describeServiceRevisions(
      aws,
      listed.flatMap(({ targetRevisionArn }) => (targetRevisionArn === '' ? [] : [targetRevisionArn])),
    ),
  ]);
  return listed.map((one) =>
    toRelease(
      one,
      states.find(({ arn }) => arn === one.arn),
      revisions.find(({ arn }) => arn === one.targetRevisionArn),
    ),
  );
}

/** Pure. What AWS forgot between two calls is told as far as the list has it. */
function toRelease(
  listed: ServiceDeploymentListing,
  state: ServiceDeploymentState | undefined,
  revision: ServiceRevisionState | undefined,
): BareRelease {
  return {
    id: nameFromArn(listed.arn),
    source: 'ecs',
    arn: listed.arn,
    serviceRevisionArn: listed.targetRevisionArn,
    taskDefinition: revision?.taskDefinition,
    createdAt: listed.createdAt,
    finishedAt: state?.finishedAt,
    strategy: strategies.find((known): known is Strategy => known === state?.configuration.strategy),
    outcome: ecsOutcome(listed, state),
    reason: state?.rollback?.reason ?? state?.statusReason ?? listed.statusReason,
    digests: digestsOf(revision),
  };
}

/** Without a rollback AWS only stops what its circuit breaker or an alarm has failed. */
function ecsOutcome(
  { status }: ServiceDeploymentListing,
  state: ServiceDeploymentState | undefined,
): PastOutcome {
  const outcome = outcomeOf(state?.status ?? status);
  const isFailed = state?.circuitBreaker?.status === 'TRIGGERED' || state?.alarms?.status === 'TRIGGERED';
  return outcome === 'stopped' && isFailed ? 'failed' : outcome;
}

function digestsOf(revision: ServiceRevisionState | undefined): BareRelease['digests'] {
  const known = (revision?.images ?? []).flatMap(({ container, digest }) =>
    digest === undefined ? [] : [[container, digest] as const],
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
