import type { Operation } from '../../operation.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const stsOperations = { GetCallerIdentity } satisfies Record<string, Operation<never, object>>;
