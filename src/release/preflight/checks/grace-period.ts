import type { TargetGroupSettings } from '../../../aws/target-group-settings.ts';
import { seconds, type Milliseconds } from '../../../model/duration.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { taskBounds } from '../../deadlock.ts';
import { observedStart } from '../observed-start.ts';
import { passed, skipped, warningOf, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

const name = 'grace-period';

/** How long a target may be unhealthy before its task is replaced, against how long the last release's took to become healthy. */
export const gracePeriodCheck: PreflightCheck = {
  name,
  run: async ({ targetGroup }, subject) => {
    const arn = subject.service.loadBalancers.find((one) => one.targetGroupArn !== undefined)?.targetGroupArn;
    if (arn === undefined || subject.controller.kind !== 'ecs') return [];
    const quick = judgeByGraceAlone(subject);
    if (quick !== undefined) return [quick];
    const read = await targetGroup(arn);
    // That it is missing, another check says.
    if (read.kind === 'read' && read.value === undefined) return [];
    const { service } = subject;
    if (read.kind === 'skipped') return [skipped(name, service.ref.service, read.because)];
    return read.value === undefined ? [] : [judgeGracePeriod(subject, read.value)];
  },
};

/** What can be said without the health checks of the target group; undefined where they decide. Pure. */
function judgeByGraceAlone(
  subject: Pick<PreflightSubject, 'service' | 'settings'>,
): PreflightResult | undefined {
  const graceSeconds = subject.settings.healthCheckGracePeriodSeconds ?? 0;
  const observed = observedIn(subject);
  if (observed === undefined) return skipped(name, `${graceSeconds} s`, { kind: 'no-observation' });
  return observed <= seconds(graceSeconds) ? passed(name, `${graceSeconds} s`) : undefined;
}

/** Pure. */
export function judgeGracePeriod(
  subject: Pick<PreflightSubject, 'service' | 'settings'>,
  group: Pick<TargetGroupSettings, 'healthCheckIntervalSeconds' | 'unhealthyThreshold'>,
): PreflightResult {
  const graceSeconds = subject.settings.healthCheckGracePeriodSeconds ?? 0;
  const grace = `${graceSeconds} s`;
  const observed = observedIn(subject);
  if (observed === undefined) return skipped(name, grace, { kind: 'no-observation' });
  const interval = seconds(group.healthCheckIntervalSeconds);
  const tolerated = Math.max(seconds(graceSeconds), interval * group.unhealthyThreshold);
  // The observation is as coarse as the health checks are.
  if (observed <= tolerated + interval) return passed(name, grace);
  return warningOf(name, grace, { kind: 'grace-too-short', observed, tolerated, graceSeconds });
}

/** By the settings that the service has: those of its last release. */
function observedIn({ service }: Pick<PreflightSubject, 'service'>): Milliseconds | undefined {
  const { settings, desiredCount, events } = service;
  // Where traffic shifts, old tasks stay until long after the new ones are healthy, and no event says when these were.
  if (settings.strategy !== 'ROLLING') return undefined;
  const { lower } = taskBounds(desiredCount, settings);
  return observedStart(events, { keepsAll: lower >= desiredCount });
}
