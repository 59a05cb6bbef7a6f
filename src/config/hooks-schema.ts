import * as z from 'zod';
import type { Stage } from '../model/lifecycle.ts';
import { wholeMinutes } from './whole-minutes.ts';

/** Stages at which AWS asks a function. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html */
const stagesOfFunctions = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
] as const satisfies readonly Stage[];

const arn = (what: string, pattern: RegExp): z.ZodString =>
  z.string({ error: `must be the ARN of ${what}` }).regex(pattern, { error: `must be the ARN of ${what}` });

const hook = z
  .strictObject({
    function: arn(
      'a Lambda function',
      /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/,
    ).describe('ARN of the function, with or without a version or an alias.'),
    role: arn('a role', /^arn:[\w-]+:iam::\d{12}:role\/.+$/).describe(
      'ARN of the role that lets ECS invoke the function.',
    ),
    stages: z
      .array(z.enum(stagesOfFunctions, { error: `must be one of ${stagesOfFunctions.join(', ')}` }))
      .min(1, { error: 'must name at least one stage' })
      .refine((names) => new Set(names).size === names.length, { error: 'names a stage twice' })
      .describe('Stages of the deployment at which it is asked whether to go on.'),
    details: z
      .record(z.string(), z.unknown().describe('Any value.'), { error: 'must be a map' })
      .optional()
      .describe('Handed to the function as it is, in `hookDetails`; a member `ecsdeploy` is added.'),
    timeout: wholeMinutes(1, 1440)
      .optional()
      .describe('How long AWS waits for its verdict. A duration of whole minutes, up to `1440m`.'),
    onTimeout: z
      .enum(['continue', 'rollback'], { error: 'must be continue or rollback' })
      .optional()
      .describe('What AWS does when it has not answered by then.'),
  })
  .describe('A Lambda function that AWS asks.');

/** `deployment.hooks` of the file. */
export const hooksSchema = z
  .array(hook)
  .describe(
    'Lambda functions that AWS asks at stages of a deployment whether to go on. They take the place of those that ecsdeploy has put there; hooks of others stay. An empty list removes ours.',
  );
