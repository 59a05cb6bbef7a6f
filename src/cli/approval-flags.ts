import { Flags } from '@oclif/core';
import { parsePauseName, type NamedPause } from '../model/pause-name.ts';
import { dryRunFlag } from './shared-flags.ts';

const expectFlag = Flags.custom<NamedPause>({
  helpValue: '<deployment>/<hook>',
  // An async function, so that a text that names no pause becomes a rejection that the parser attributes to its flag.
  parse: async (text) => Promise.resolve(parsePauseName(text)),
});

/** Which pause is answered, why, and by whose word. */
export const approvalFlags = {
  expect: expectFlag({
    helpGroup: 'APPROVAL',
    env: 'ECSDEPLOY_EXPECT',
    description:
      'The pause that is meant, as the release that waits has printed it; refused (exit 10) where it does not wait any more.',
  }),
  reason: Flags.string({
    helpGroup: 'APPROVAL',
    env: 'ECSDEPLOY_REASON',
    helpValue: '<text>',
    description: 'Why; kept with your name in the tag ecsdeploy:approval of the service.',
  }),
  yes: Flags.boolean({
    char: 'y',
    helpGroup: 'APPROVAL',
    env: 'ECSDEPLOY_YES',
    description: 'Do not ask; needed where nobody can be asked and --expect is not given.',
  }),
  ...dryRunFlag,
};
