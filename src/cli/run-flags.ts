import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import type { OnFailure } from '../release/several/run-order.ts';
import { numberFlag } from './number-flag.ts';

/** How several services are released in one run. */
export const runFlags = {
  all: Flags.boolean({
    helpGroup: 'SEVERAL SERVICES',
    env: 'ECSDEPLOY_ALL',
    description: 'Release all services of the configuration file.',
  }),
  parallel: numberFlag({
    helpGroup: 'SEVERAL SERVICES',
    env: 'ECSDEPLOY_PARALLEL',
    default: 20,
    min: 1,
    whole: true,
    description: 'How many services are under way at once at most.',
  }),
  'keep-going': Flags.boolean({
    helpGroup: 'SEVERAL SERVICES',
    env: 'ECSDEPLOY_KEEP_GOING',
    description: 'Release the others when one fails, but for those that come after it.',
    exclusive: ['atomic'],
  }),
  atomic: Flags.boolean({
    helpGroup: 'SEVERAL SERVICES',
    env: 'ECSDEPLOY_ATOMIC',
    description:
      'All or none: when one fails, those that were released in this run go back, in reverse order.',
    exclusive: ['until'],
  }),
};

/** All or none, and yet no going back. */
class AtomicWithoutRollback extends EcsdeployError {
  constructor() {
    super({
      code: 'usage.atomic_without_rollback',
      message: '--atomic takes services back when one fails, and --no-rollback forbids that',
      suggestions: ['Leave one of them out.'],
    });
  }
}

/** What the flags say about a failure. @throws AtomicWithoutRollback */
export function onFailureOf(flags: {
  readonly atomic: boolean;
  readonly 'keep-going': boolean;
  /** Absent: not said. */
  readonly rollback?: boolean | undefined;
}): OnFailure {
  if (flags.atomic && flags.rollback === false) throw new AtomicWithoutRollback();
  if (flags.atomic) return 'take-back';
  return flags['keep-going'] ? 'keep-going' : 'stop';
}
