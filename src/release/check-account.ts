import { callerIdentity } from '../aws/caller-identity.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleaseContext } from './release-context.ts';

/** The credentials are of another account than the configuration names. */
class WrongAccount extends EcsdeployError {
  constructor(configured: string, actual: string) {
    super({
      code: 'refused.wrong_account',
      message: `The credentials are of account ${actual}, but the configuration is for account ${configured}`,
      suggestions: ['Use the right AWS_PROFILE or role, or another --environment.'],
      details: { configured, actual },
    });
  }
}

/** @throws WrongAccount */
export async function checkAccount(
  { aws }: Pick<ReleaseContext, 'aws'>,
  configured: string | undefined,
): Promise<void> {
  if (configured === undefined) return;
  const { account } = await callerIdentity(aws);
  if (account !== configured) throw new WrongAccount(configured, account);
}
