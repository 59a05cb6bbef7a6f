import { Flags } from '@oclif/core';

/** Where a rollback goes, and whether anybody is asked. */
export const wayBackFlags = {
  to: Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_TO',
    helpValue: '<release>',
    description:
      'Go back to this release: a commit, tag, digest, revision, family:revision or deployment; -2 for so many successful releases back; or a time, such as "2 hours ago", for what served then. Without it: the last one that succeeded before.',
  }),
  yes: Flags.boolean({
    char: 'y',
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_YES',
    description: 'Do not ask. Where nobody can be asked, nobody is.',
  }),
};
