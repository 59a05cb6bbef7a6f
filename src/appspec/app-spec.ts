import type { Json } from '../model/task-definition.ts';

/**
 * What CodeDeploy is to bring in, as the document that it reads. Only what we look at has a name here, unknown members survive.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export type AppSpec = Readonly<Record<string, Json>>;

/** Stands for the ARN of a revision that is still to be registered. */
export const taskDefinitionPlaceholder = '<TASK_DEFINITION>';

/** The only version there is. As a text: JavaScript would write the number 0.0 as 0. */
export const appSpecVersion = '0.0';

/** The one type of resource that CodeDeploy knows for ECS. */
export const serviceType = 'AWS::ECS::Service';

/**
 * Lifecycle events that can have a Lambda function; the others belong to CodeDeploy alone.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const hookEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;

/** Lambda functions, name or ARN, by lifecycle event (`hookEvents`). */
export type Hooks = Readonly<Record<string, string | undefined>>;
