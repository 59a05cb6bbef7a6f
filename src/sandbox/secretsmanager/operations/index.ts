import type { Operation } from '../../operation.ts';
import { CreateSecret } from './CreateSecret.ts';
import { DeleteSecret } from './DeleteSecret.ts';
import { DescribeSecret } from './DescribeSecret.ts';
import { GetSecretValue } from './GetSecretValue.ts';
import { ListSecrets } from './ListSecrets.ts';
import { PutSecretValue } from './PutSecretValue.ts';
import { RestoreSecret } from './RestoreSecret.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const secretsManagerOperations = {
  CreateSecret,
  DeleteSecret,
  DescribeSecret,
  GetSecretValue,
  ListSecrets,
  PutSecretValue,
  RestoreSecret,
} satisfies Record<string, Operation<never, object>>;
