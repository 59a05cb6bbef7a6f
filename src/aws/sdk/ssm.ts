import { GetParametersCommand, SSMClient, type SSM, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { GetParametersCommand };

/** Systems Manager, as far as ecsdeploy calls it. */
export type Ssm = SSMClient & OperationsOf<SSM, typeof commands>;

export function openSsm(settings: SSMClientConfig): Ssm {
  return withOperations<SSM, SSMClient, typeof commands>(new SSMClient(settings), commands);
}
