import { Flags } from '@oclif/core';
import type { ResolvedService } from '../config/resolved-service.ts';
import type { GateRequest } from '../release/requests.ts';

/** Doing without gates, which is said loudly. */
export const gateFlags = {
  'skip-gates': Flags.boolean({
    helpGroup: 'SAFETY',
    env: 'ECSDEPLOY_SKIP_GATES',
    description: 'Measure none of the gates that are configured, and do not watch on after the end.',
  }),
};

const acceptAlarm = {
  helpGroup: 'SAFETY',
  env: 'ECSDEPLOY_ACCEPT_ALARM',
  helpValue: '<name>',
  multiple: true,
  delimiter: ',',
} as const;

/** Of a run that starts something. */
export const acceptAlarmFlag = {
  'accept-alarm': Flags.string({
    ...acceptAlarm,
    description:
      'Start although this alarm is in ALARM already. No gate looks at it then, and where ECS watches it, ECS watches no alarm of the deployment at all. Can be given more than once.',
  }),
};

/** Of a run that takes over what another one has started. */
export const acceptAlarmAgainFlag = {
  'accept-alarm': Flags.string({
    ...acceptAlarm,
    description:
      'Go on although this alarm is in ALARM: no gate looks at it then. Can be given more than once.',
  }),
};

/** What is measured of a release of this service. */
export function gateRequest(
  { gates, watchForMilliseconds }: ResolvedService,
  flags: { readonly 'skip-gates': boolean },
): GateRequest {
  return { gates, watchForMilliseconds, areSkipped: flags['skip-gates'] };
}
