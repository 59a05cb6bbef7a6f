import { Flags } from '@oclif/core';
import { parseTargetName } from '../release/go-back/target-name.ts';
import { systemClock } from './system-clock.ts';

const toFlag = Flags.custom({
  helpValue: '<release>',
  // What can mean nothing is refused before AWS is asked anything. An async function, so that it is attributed to its flag.
  parse: async (text) => {
    parseTargetName(text, systemClock.now());
    return Promise.resolve(text);
  },
});

/** Where a rollback goes, and whether anybody is asked. */
export const wayBackFlags = {
  to: toFlag({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_TO',
    description:
      'Go back to this release: a commit, tag, digest, revision, family:revision or deployment; -2 for so many successful releases back; or a time, such as "2 hours ago", for what served then. Without it: the last one that succeeded before.',
  }),
  'image-only': Flags.boolean({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_IMAGE_ONLY',
    description:
      'Bring the earlier revision in, and leave the settings of the service as they are. Without it they go back too, as far as AWS records them.',
  }),
  yes: Flags.boolean({
    char: 'y',
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_YES',
    description: 'Do not ask. Where nobody can be asked, nobody is.',
  }),
};
