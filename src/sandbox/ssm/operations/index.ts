import type { Operation } from '../../operation.ts';
import { DeleteParameter } from './DeleteParameter.ts';
import { DeleteParameters } from './DeleteParameters.ts';
import { DescribeParameters } from './DescribeParameters.ts';
import { GetParameter } from './GetParameter.ts';
import { GetParameters } from './GetParameters.ts';
import { GetParametersByPath } from './GetParametersByPath.ts';
import { PutParameter } from './PutParameter.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const ssmOperations = {
  DeleteParameter,
  DeleteParameters,
  DescribeParameters,
  GetParameter,
  GetParameters,
  GetParametersByPath,
  PutParameter,
} satisfies Record<string, Operation<never, object>>;
