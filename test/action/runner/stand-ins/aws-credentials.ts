import { createHash } from 'node:crypto';
import type { StandIn } from '../stand-in.ts';

/**
 * aws-actions/configure-aws-credentials: by OIDC, so it needs `id-token: write`; sets the variables of the SDKs for all later steps, and masks the
 * credentials (src/index.ts and src/helpers.ts there). `mask-aws-account-id` masks the account as well.
 */
export function awsCredentials(account: string): StandIn {
  return (inputs, job) => {
    const { 'aws-region': region = '', 'role-to-assume': role = '' } = inputs;
    if (region === '') throw new Error('Input required and not supplied: aws-region');
    if (job.permissions === 'default' || job.permissions['id-token'] !== 'write') {
      throw new Error(
        'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
      );
    }
    if (!/^arn:aws:iam::\d{12}:role\/.+/.test(role))
      throw new Error(`Could not assume role with OIDC: ${role}`);
    const credentials = {
      AWS_ACCESS_KEY_ID: accessKeyOf(role),
      AWS_SECRET_ACCESS_KEY: 'oidc/secret+of+the+example',
      AWS_SESSION_TOKEN: 'oidc-session-token-of-the-example',
    };
    for (const secret of Object.values(credentials)) job.masks.add(secret);
    if (inputs['mask-aws-account-id'] === 'true') job.masks.add(account);
    Object.assign(job.environment, credentials, { AWS_REGION: region, AWS_DEFAULT_REGION: region });
    return Promise.resolve({ 'aws-account-id': account });
  };
}

/** The access key that a role gets, so that the sandbox can hold it to the policy of the role. */
export function accessKeyOf(role: string): string {
  return `ASIA${createHash('sha256').update(role).digest('hex').slice(0, 16).toUpperCase()}`;
}
