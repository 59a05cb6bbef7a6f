import { describeAlarms } from '../../aws/alarms.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { Gate } from '../../model/gate.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { Controller } from '../../controllers/controller.ts';
import { judgeAlarms } from '../preflight/checks/alarms.ts';
import type { ReleaseContext } from '../release-context.ts';
import { alarmsThatTakeBack } from './alarms-of-gates.ts';

/** An alarm is in ALARM, and would tell nothing about the release. */
export class AlarmFiring extends EcsdeployError {
  constructor(service: ServiceRef, firing: readonly FiringAlarm[], controller: Controller['kind']) {
    const names = firing.map(({ name }) => name);
    const are = names.length === 1 ? 'is' : 'are';
    const then = firing.some(({ byAws }) => byAws)
      ? whatAwsDoes[controller]
      : 'a gate would find any release bad for that';
    super({
      code: 'refused.alarm_firing',
      message: `${names.join(', ')} ${are} in ALARM already, before "${serviceName(service)}" is released: ${then}, and nothing tells whether the release is bad`,
      suggestions: [
        'Find out why first. If this release is what ends it:',
        ...names.map((name) => `--accept-alarm ${name}`),
      ],
      details: { alarms: names },
    });
  }
}

const whatAwsDoes: Readonly<Record<Controller['kind'], string>> = {
  ecs: 'ECS ignores all alarms of a deployment that starts so',
  codedeploy: 'CodeDeploy stops a deployment that it watches for such an alarm at once',
};

/** In ALARM, and nobody has accepted it. */
export interface FiringAlarm {
  readonly name: string;
  /** AWS watches it during the deployment; otherwise only gates look at it. */
  readonly byAws: boolean;
}

/**
 * Those of the alarms in ALARM that stand in the way of a release. Pure.
 * @param watched by AWS during the deployment
 * @param gates of the release
 */
export function inTheWay(
  { unaccepted }: Pick<FiringAlarms, 'unaccepted'>,
  watched: readonly string[],
  gates: readonly Gate[],
): FiringAlarm[] {
  const takeBack = alarmsThatTakeBack(gates);
  return unaccepted
    .map((name) => ({ name, byAws: watched.includes(name) }))
    .filter(({ name, byAws }) => byAws || takeBack.includes(name));
}

export interface FiringAlarms {
  /** In ALARM, and accepted. */
  readonly accepted: readonly string[];
  /** In ALARM. */
  readonly unaccepted: readonly string[];
}

/**
 * Which of these alarms are in ALARM. Those that do not exist, or have no data and fire only once they have some, are told: nobody is
 * watched by them. Not to know any of it is no reason to refuse anything.
 */
export async function firingAlarms(
  { aws, report }: Pick<ReleaseContext, 'aws' | 'report'>,
  names: readonly string[],
  accept: readonly string[],
): Promise<FiringAlarms> {
  try {
    const asked = [...new Set(names)];
    const states = await describeAlarms(aws, asked);
    for (const result of judgeAlarms(asked, { kind: 'read', value: states }, 'ecs')) {
      if (result.kind !== 'finding' || result.because.kind === 'alarm-firing') continue;
      report({ type: 'warning', warning: { kind: 'preflight', finding: result } });
    }
    const firing = states.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
    return {
      accepted: firing.filter((name) => accept.includes(name)),
      unaccepted: firing.filter((name) => !accept.includes(name)),
    };
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const warning = { kind: 'evidence-missing', what: 'alarm states', error: error.message } as const;
    report({ type: 'warning', warning });
    return { accepted: [], unaccepted: [] };
  }
}
