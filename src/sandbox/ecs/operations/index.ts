import type { Operation } from '../../operation.ts';

/** Every ECS operation that the sandbox answers, under AWS's own name. */
export const ecsOperations = {} satisfies Record<string, Operation<never, object>>;
