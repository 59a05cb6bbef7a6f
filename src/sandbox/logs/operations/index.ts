import type { Operation } from '../../operation.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const logsOperations = {} satisfies Record<string, Operation<never, object>>;
