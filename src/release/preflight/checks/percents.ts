import { shiftsTraffic } from '../../../model/lifecycle.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { taskBounds } from '../../deadlock.ts';
import { errorOf, passed, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

const name = 'percents';

/** Minimum and maximum percent are to leave room to replace a task. */
export const percentsCheck: PreflightCheck = {
  name,
  run: (_, subject) => judgePercents(subject),
};

/** Pure. */
export function judgePercents({
  service,
  settings,
  controller,
}: Pick<PreflightSubject, 'service' | 'settings' | 'controller'>): PreflightResult[] {
  const { desiredCount: desired } = service;
  // With CodeDeploy and with shifts of traffic all new tasks come beside the old ones.
  if (controller.kind !== 'ecs' || shiftsTraffic(settings.strategy) || desired === 0) return [];
  const { lower, upper } = taskBounds(desired, settings);
  const subject = `${settings.minimumHealthyPercent} % to ${settings.maximumPercent} %`;
  if (upper > desired || lower < desired) return [passed(name, subject)];
  return [errorOf(name, subject, { kind: 'deadlock', desired, lower, upper })];
}
