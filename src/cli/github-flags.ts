import { Flags } from '@oclif/core';
import { environmentUrlMistake } from '../model/environment-url.ts';
import { EcsdeployError } from '../model/error.ts';

class InvalidEnvironmentUrl extends EcsdeployError {
  constructor(mistake: string) {
    super({ code: 'usage.invalid_environment_url', message: `the URL of the environment ${mistake}` });
  }
}

const urlFlag = Flags.custom({
  helpValue: '<url>',
  parse: async (text) => {
    const mistake = environmentUrlMistake(text);
    if (mistake !== undefined) throw new InvalidEnvironmentUrl(mistake);
    return Promise.resolve(text);
  },
});

/** Whether GitHub is to show a release among its deployments. */
export const githubFlags = {
  'github-deployment': Flags.boolean({
    helpGroup: 'GITHUB',
    env: 'ECSDEPLOY_GITHUB_DEPLOYMENT',
    allowNo: true,
    description:
      'Show the release among the deployments of GitHub, by the token in GITHUB_TOKEN or GH_TOKEN. Where that cannot be done there is a warning, and nothing about the release changes.',
  }),
  'environment-url': urlFlag({
    helpGroup: 'GITHUB',
    env: 'ECSDEPLOY_ENVIRONMENT_URL',
    description: 'Where the service is to be seen: the link that GitHub shows beside the deployment.',
  }),
};
