import * as z from 'zod';
import type { LifecycleEvent } from '../model/lifecycle.ts';

/** Events at which CodeDeploy asks a function; the others it carries out itself. */
const eventsOfFunctions = {
  BeforeInstall: 'before the new tasks are started',
  AfterInstall: 'once the new tasks run',
  AfterAllowTestTraffic: 'once test traffic goes to them; only where the group has a test listener',
  BeforeAllowTraffic: 'before production traffic goes to them',
  AfterAllowTraffic: 'once all production traffic goes to them',
} as const satisfies Readonly<Partial<Record<LifecycleEvent, string>>>;

const lambda = z
  .string({ error: 'must be the name or the ARN of a Lambda function' })
  .regex(/^(?:arn:[\w-]+:lambda:[\w-]+:\d{12}:function:)?[\w-]{1,64}(?::[\w$-]+)?$/, {
    error: 'must be the name or the ARN of a Lambda function',
  });

const hook = (when: string): z.ZodString => lambda.describe(`Name or ARN of a function to ask ${when}.`);

const hooks = z
  .strictObject({
    BeforeInstall: hook(eventsOfFunctions.BeforeInstall),
    AfterInstall: hook(eventsOfFunctions.AfterInstall),
    AfterAllowTestTraffic: hook(eventsOfFunctions.AfterAllowTestTraffic),
    BeforeAllowTraffic: hook(eventsOfFunctions.BeforeAllowTraffic),
    AfterAllowTraffic: hook(eventsOfFunctions.AfterAllowTraffic),
  } satisfies Record<keyof typeof eventsOfFunctions, z.ZodString>)
  .partial()
  .describe(
    'Lambda functions by lifecycle event, for the AppSpec. Each answers CodeDeploy with `PutLifecycleEventHookExecutionStatus` within an hour.',
  );

const named = (what: string): z.ZodString =>
  z
    .string({ error: `must be the name of ${what}` })
    .regex(/^\S(?:.{0,98}\S)?$/, { error: `must be the name of ${what}, 1 to 100 characters` });

/** `codedeploy` of the file: what a service needs that CodeDeploy brings in. */
export const codeDeploySchema = z
  .strictObject({
    application: named('an application of CodeDeploy').describe(
      'Application of CodeDeploy. Without it, the one whose deployment group names the service: the default names first, then a search.',
    ),
    group: named('a deployment group').describe('Deployment group in that application.'),
    config: named('a deployment configuration').describe(
      'Deployment configuration by its name, such as `CodeDeployDefault.ECSCanary10Percent5Minutes`. Instead of it, `deployment.strategy` with `canary` or `linear` finds one, or creates it; without both, that of the group counts.',
    ),
    appspec: z
      .string({ error: 'must be the path of a file' })
      .min(1, { error: 'must be the path of a file' })
      .describe(
        'AppSpec file (YAML or JSON), relative to this file, into which the task definition is put. Without it, the AppSpec is made from the service.',
      ),
    hooks,
  })
  .partial()
  .describe(
    'What a service needs whose deployment controller is CODE_DEPLOY; all of it may be left out. Where it stands, the limits of CodeDeploy hold for `canary` and `linear`.',
  );
