import { Flags } from '@oclif/core';
import type { RollbackPolicy } from '../model/gate.ts';

/** Who decides that a bad release goes back, over what the configuration says. */
export const rollbackPolicyFlags = {
  rollback: Flags.boolean({
    helpGroup: 'SAFETY',
    env: 'ECSDEPLOY_ROLLBACK',
    allowNo: true,
    description:
      'Go back by itself when a gate fails, or when new tasks fail to start for a reason that cannot heal and AWS would not. Without either: as `rollback` in ecsdeploy.yml says, and otherwise by itself.',
  }),
  'ask-rollback': Flags.boolean({
    helpGroup: 'SAFETY',
    env: 'ECSDEPLOY_ASK_ROLLBACK',
    description:
      'Ask on the terminal before going back, and look on meanwhile. Where there is nobody to ask, the release is left as it is.',
    exclusive: ['rollback'],
  }),
};

interface PolicyFlags {
  readonly rollback?: boolean | undefined;
  readonly 'ask-rollback': boolean;
}

/** What the flags say, or else the configuration, or else that it goes back by itself. */
export function rollbackPolicyOf(flags: PolicyFlags, configured?: RollbackPolicy): RollbackPolicy {
  if (flags['ask-rollback']) return 'ask';
  if (flags.rollback === undefined) return configured ?? 'automatic';
  return flags.rollback ? 'automatic' : 'off';
}
