import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { Operation, Output } from '../../operation.ts';

/** Needs no permission at AWS; here everybody is the same user. */
export const GetCallerIdentity: Operation<
  GetCallerIdentityCommandInput,
  Output<GetCallerIdentityCommandOutput>
> = (world, _input, caller) => ({
  Account: world.account,
  Arn: caller.arn,
  UserId: 'AIDASANDBOX0000000000',
});
