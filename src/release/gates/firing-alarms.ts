import { describeAlarms } from '../../aws/alarms.ts';
import { EcsdeployError } from '../../model/error.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { Controller } from '../../controllers/controller.ts';
import { judgeAlarms } from '../preflight/checks/alarms.ts';
import type { ReleaseContext } from '../release-context.ts';

/** An alarm is in ALARM, and would tell nothing about the release. */
export class AlarmFiring extends EcsdeployError {
  constructor(service: ServiceRef, names: readonly string[], controller: Controller['kind']) {
    const are = names.length === 1 ? 'is' : 'are';
    const then =
      controller === 'ecs'
        ? 'ECS ignores all alarms of a deployment that starts so'
        : 'CodeDeploy stops a deployment that it watches for such an alarm at once';
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
