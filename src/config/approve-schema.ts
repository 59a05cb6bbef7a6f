import * as z from 'zod';
import { stageOfApproval, type ApprovalMoment } from '../model/lifecycle.ts';
import { wholeMinutes } from './whole-minutes.ts';

const moments = Object.keys(stageOfApproval) as [ApprovalMoment, ...ApprovalMoment[]];

/** Two weeks: the longest that a pause of ECS may hold. */
const longestPause = 20_160;

const moment = z.enum(moments, { error: `must be one of ${moments.join(', ')}` });

const list = z
  .array(moment)
  .min(1, { error: 'must name at least one moment' })
  .refine((names) => new Set(names).size === names.length, { error: 'names a moment twice' });

const withLimits = z
  .strictObject({
    at: z.union([moment, list]).describe('The moment or moments.'),
    timeout: wholeMinutes(1, longestPause)
      .optional()
      .describe('How long AWS waits for an answer, up to `14d`. Default: `24h`.'),
    onTimeout: z
      .enum(['continue', 'rollback'], { error: 'must be continue or rollback' })
      .optional()
      .describe('What AWS does when nobody has answered by then. Default: `rollback`.'),
  })
  .describe('Moments, with a time limit for the answer.');

/** `approve` of the file: where a person is asked. */
export const approveSchema = z
  .union([z.enum(['none', ...moments]), list, withLimits], {
    error: `must be one of ${moments.join(', ')}, a list of them, none, or a map of at, timeout (1m to 14d) and onTimeout (continue or rollback)`,
  })
  .describe(
    'Moments at which AWS holds the deployment until a person approves: `before-traffic`, `after-test-traffic`, `before-each-shift`, `before-cleanup`; one, a list, or a map with `at`, `timeout` (default `24h`) and `onTimeout` (default `rollback`). `none` removes the pauses that ecsdeploy has put there; without this member they stay. ROLLING has only `before-traffic`.',
  );
