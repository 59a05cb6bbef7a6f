import * as z from 'zod';
import { environmentUrlMistake } from '../model/environment-url.ts';

const url = z
  .string({ error: 'must be a URL that begins with http:// or https://' })
  .superRefine((text, context) => {
    const message = environmentUrlMistake(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** `github` of the file: what GitHub is told of a release. */
export const githubSchema = z
  .strictObject({
    deployment: z
      .boolean({ error: 'must be true or false' })
      .describe(
        'Show releases among the deployments of GitHub, by the token in `GITHUB_TOKEN` or `GH_TOKEN`. Default: `false`.',
      ),
    environment: z
      .string({ error: 'must be the name of an environment of GitHub' })
      .regex(/^\S(?:.{0,253}\S)?$/u, {
        error: 'must be the name of an environment of GitHub, 1 to 255 characters',
      })
      .describe(
        'GitHub’s name of the environment. Default: that of `--environment`, and without environments `cluster/service`.',
      ),
    url: url.describe('Where the service is to be seen: the link that GitHub shows beside the deployment.'),
  })
  .partial()
  .describe('What GitHub shows of a release in its workflows.');
