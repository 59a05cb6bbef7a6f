import type { CatalogueEntry } from './entry.ts';

/** What GitHub Actions itself says at the end of a job. */
export const gitHubActions: readonly CatalogueEntry[] = [
  {
    id: 'github.no-id-token',
    says: [
      'Credentials could not be loaded, please check your action inputs',
      'Unable to get ACTIONS_ID_TOKEN_REQUEST_URL',
      "Did you set the 'id-token' permission",
      'add id-token: write',
    ],
    hints: ['ACTIONS_ID_TOKEN_REQUEST_URL', 'Credentials could not be loaded', 'id-token'],
    cause: 'The job has no token to log in to AWS with',
    advice: 'Give the job `permissions: id-token: write` (and `contents: read`); jobs of forks get none.',
    heal: 'never',
    source: [
      'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
      'https://github.com/aws-actions/configure-aws-credentials#oidc',
    ],
    examples: [
      'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
    ],
  },
  {
    id: 'github.output-masked',
    says: ["Skip output '… since it may contain secret"],
    hints: ['since it may contain secret'],
    cause:
      'GitHub emptied the job output <output|of the message>, because its value holds a secret such as the account number',
    advice: 'Hand on what is no secret (the tag, the digest), and put the URI together in the next job.',
    heal: 'never',
    reads: [/Skip output '(?<output>[^']+)'/i],
    source: [
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs',
    ],
    examples: ["Skip output 'image' since it may contain secret."],
  },
  {
    id: 'github.step-failed',
    says: ['Process completed with exit code'],
    cause: 'A step of the job failed; that says nothing about why',
    advice: 'The reason stands in the lines above it.',
    heal: 'maybe',
    kind: 'symptom',
    source: ['https://docs.github.com/en/actions/how-tos/create-and-publish-actions/set-exit-codes'],
    examples: ['Error: Process completed with exit code 1.'],
  },
  {
    id: 'github.cancelled',
    says: ['The operation was canceled.', 'has exceeded the maximum execution time'],
    hints: ['The job running on runner'],
    cause: 'The job was cancelled, or ran out of its time; the deployment that it started goes on',
    advice: '`ecsdeploy status` tells how the service stands, `ecsdeploy resume` takes the release over.',
    heal: 'maybe',
    kind: 'symptom',
    source: ['https://docs.github.com/en/actions/how-tos/manage-workflow-runs/cancel-a-workflow-run'],
    examples: [
      'Error: The operation was canceled.',
      'The job running on runner GitHub Actions 12 has exceeded the maximum execution time of 360 minutes.',
    ],
  },
];
