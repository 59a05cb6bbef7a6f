import { Flags } from '@oclif/core';
import { rollbackPolicyFlags } from './rollback-policy.ts';
import { dryRunFlag } from './shared-flags.ts';

/** How far a release may go by itself, and what it does when it is told to leave. */
export const releaseFlags = {
  ...rollbackPolicyFlags,
  'rollback-on-timeout': Flags.boolean({
    helpGroup: 'SAFETY',
    env: 'ECSDEPLOY_ROLLBACK_ON_TIMEOUT',
    description:
      'Go back when the time is up; without it the deployment goes on at AWS and the exit code is 30.',
  }),
  'on-interrupt': Flags.option({ options: ['detach', 'rollback'] as const })({
    helpGroup: 'SAFETY',
    env: 'ECSDEPLOY_ON_INTERRUPT',
    default: 'detach',
    description:
      'On SIGINT or SIGTERM: leave the deployment to AWS, or ask AWS to roll it back. The same signal once more leaves at once.',
  }),
  ...dryRunFlag,
};
