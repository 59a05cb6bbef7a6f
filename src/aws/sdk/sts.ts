import { GetCallerIdentityCommand, STSClient, type STS, type STSClientConfig } from '@aws-sdk/client-sts';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { GetCallerIdentityCommand };

/** STS, as far as ecsdeploy calls it. */
export type Sts = STSClient & OperationsOf<STS, typeof commands>;

export function openSts(settings: STSClientConfig): Sts {
  return withOperations<STS, STSClient, typeof commands>(new STSClient(settings), commands);
}
