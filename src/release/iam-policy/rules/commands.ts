import type { PolicyCommand } from '../../../model/iam-policy.ts';

/** Who follows a deployment to its end. */
const following = [
  'watch',
  'deploy',
  'rollback',
  'resume',
  'approve',
  'reject',
  'abort',
] as const satisfies readonly PolicyCommand[];

/** Who restores what a release has suspended. */
export const concluding = [
  'deploy',
  'rollback',
  'resume',
  'approve',
  'reject',
  'abort',
] as const satisfies readonly PolicyCommand[];

/** Who looks at a service that is there. */
export const looking = ['status', 'diagnose', ...following] as const satisfies readonly PolicyCommand[];
