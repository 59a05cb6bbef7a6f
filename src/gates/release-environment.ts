import type { GateSubject } from './subject.ts';

/**
 * The release, for a program that a gate runs. What is not known is not set, so that a program can tell. `ECSDEPLOY_DIGEST` is there when
 * all containers whose image is known have the same; `ECSDEPLOY_DIGESTS` always has all of them, as JSON.
 */
export function releaseEnvironment(subject: GateSubject): Readonly<Record<string, string>> {
  const { service, targetGroups } = subject;
  const digests = [...new Set(Object.values(subject.digests))];
  const values: Record<string, string | undefined> = {
    ECSDEPLOY_SERVICE: service.service,
    ECSDEPLOY_CLUSTER: service.cluster,
    ECSDEPLOY_REGION: subject.region,
    ECSDEPLOY_ACCOUNT: subject.account,
    ECSDEPLOY_MOMENT: subject.moment,
    ECSDEPLOY_TASK_DEFINITION: subject.taskDefinition,
    ECSDEPLOY_PREVIOUS_TASK_DEFINITION: subject.previous,
    ECSDEPLOY_DEPLOYMENT: subject.deployment?.deploymentId,
    ECSDEPLOY_COMMIT: subject.commit,
    ECSDEPLOY_DIGEST: digests.length === 1 ? digests[0] : undefined,
    ECSDEPLOY_DIGESTS: JSON.stringify(subject.digests),
    ECSDEPLOY_TARGET_GROUPS: targetGroups?.ofNew.join(' '),
    ECSDEPLOY_STARTED_AT: new Date(subject.releasedAt).toISOString(),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
