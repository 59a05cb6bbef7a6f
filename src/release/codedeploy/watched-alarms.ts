import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { DeploymentAlarms } from '../../model/codedeploy.ts';
import type { Gate, RollbackPolicy } from '../../model/gate.ts';
import { alarmsDuring } from '../gates/alarms-of-gates.ts';
import { alarmsOf } from './safety-rules.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html */
const mostAlarms = 10;

const onAlarm = 'DEPLOYMENT_STOP_ON_ALARM';

/** What one deployment says in place of its group. */
export interface OwnAlarms {
  readonly alarms: DeploymentAlarms;
  readonly rollsBackOn: readonly string[];
}

/**
 * The alarms that CodeDeploy is to watch for one deployment: those of its group, and those of gates, so that it goes back also when this
 * process is dead. Undefined: as the group has it.
 *
 * Only where going back is automatic: CodeDeploy asks nobody, and what it stops without going back is left half-way. More than it takes
 * are watched by this process alone.
 * @param gates as they are measured: without alarms that somebody has accepted as firing
 * @param accepted alarms in ALARM that somebody has accepted; CodeDeploy would stop the deployment for one at once
 */
export function ownAlarms(
  group: Pick<DeploymentGroupState, 'alarms' | 'rollsBackOn'>,
  gates: readonly Gate[],
  policy: RollbackPolicy,
  accepted: readonly string[],
): OwnAlarms | undefined {
  const watched = alarmsOf(group);
  const ofGroup = watched.filter((name) => !accepted.includes(name));
  const ofGates = policy === 'automatic' ? alarmsDuring(gates) : [];
  const all = [...new Set([...ofGroup, ...ofGates])];
  const fits = all.length <= mostAlarms;
  const names = fits ? all : ofGroup;
  const goesBack = fits && ofGates.length > 0;
  const rollsBackOn = goesBack ? [...new Set([...group.rollsBackOn, onAlarm])] : group.rollsBackOn;
  const isAsGroup = names.length === watched.length && names.every((name) => watched.includes(name));
  if (isAsGroup && rollsBackOn.length === group.rollsBackOn.length) return undefined;
  // A role that never had to ask CloudWatch may not be allowed to: what could not be measured is not bad.
  const ignoresPollFailure = watched.length === 0 || group.alarms.ignoresPollFailure;
  return { alarms: { names, ignoresPollFailure }, rollsBackOn };
}
