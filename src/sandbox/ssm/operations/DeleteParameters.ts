import type { DeleteParametersCommandInput, DeleteParametersCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';

/** What is not there is no error, as with `GetParameters`. */
export const DeleteParameters: Operation<
  DeleteParametersCommandInput,
  Output<DeleteParametersCommandOutput>
> = (world, input) => {
  const deleted: string[] = [];
  const invalid: string[] = [];
  for (const name of input.Names ?? []) {
    (world.ssm.parameters.delete(name) ? deleted : invalid).push(name);
  }
  return { DeletedParameters: deleted, InvalidParameters: invalid };
};
