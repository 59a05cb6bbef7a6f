import * as z from 'zod';
import { InvalidDuration, parseDuration } from '../model/duration.ts';
import { approveSchema } from './approve-schema.ts';
import { codeDeploySchema } from './codedeploy-schema.ts';
import { deploymentSchema } from './deployment-schema.ts';
import { gatesSchema, rollbackSchema, watchForSchema } from './gates-schema.ts';
import { githubSchema } from './github-schema.ts';
import { imageSchema } from './image-schema.ts';
import type { InheritedMember } from './inherited-members.ts';

const duration = z
  .string({ error: () => 'must be a duration such as 90s, 10m or 1h30m' })
  .refine(isDuration, { error: 'must be a duration above 0, such as 90s, 10m or 1h30m' });

const region = z
  .string()
  .regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d+$/, { error: 'must be an AWS region such as eu-central-1' })
  .describe(
    'AWS region of the services. Without it, the region of the AWS environment (`AWS_REGION`, profile).',
  );

const account = z
  .string({ error: 'must be an account id of 12 digits' })
  .regex(/^\d{12}$/, { error: 'must be an account id of 12 digits' })
  .describe(
    'Account that the credentials must belong to; any other is refused before anything changes (exit 10). Leading zeros count, quoted or not.',
  );

const name = (what: string): z.ZodString =>
  z.string().regex(/^(?:[\w-]{1,255}|arn:[\w-]+:ecs:.+\/[\w-]{1,255})$/, {
    error: `must be the name or the ARN of ${what}: letters, digits, - and _`,
  });

const timeout = duration.describe(
  'How long a release is followed before it counts as failed. A duration such as `90s`, `10m`, `1h30m`.',
);

const shared = {
  region,
  account,
  cluster: name('a cluster').describe('Name or ARN of the ECS cluster.'),
  timeout,
  deployment: deploymentSchema,
  approve: approveSchema,
  codedeploy: codeDeploySchema,
  image: imageSchema,
  gates: gatesSchema,
  watchFor: watchForSchema,
  rollback: rollbackSchema,
  github: githubSchema,
} satisfies Record<InheritedMember, z.ZodType>;

const service = z
  .strictObject({
    ...shared,
    service: name('a service').describe('Name or ARN of the ECS service. Default: the key in `services`.'),
    taskDefinition: z
      .string()
      .min(1, { error: 'must be the path of a file' })
      .describe(
        'Task definition file (JSON or YAML, in the shape of `aws ecs register-task-definition`), relative to this file. Without it, the task definition that runs now is the base.',
      ),
    containers: z
      .array(z.string().min(1, { error: 'must be the name of a container' }))
      .min(1, { error: 'must name at least one container' })
      .refine((names) => new Set(names).size === names.length, { error: 'names a container twice' })
      .describe('Containers that take the image of the release. Default: the only container.'),
    after: z
      .array(z.string().min(1, { error: 'must be the name of a service' }))
      .refine((names) => new Set(names).size === names.length, { error: 'names a service twice' })
      .describe(
        'Services of this file that are released first, where one run releases several. Those that the run leaves out do not count.',
      ),
  })
  .partial()
  .describe('One ECS service.');

const services = z
  .record(z.string().min(1, { error: 'a service needs a name' }), service.nullable())
  .describe('The services, by the names that commands take.');

const members = { ...shared, services };

const environment = z
  .strictObject(members)
  .partial()
  .describe('Overrides for one environment; any member of the file but `version` and `environments`.');

/** The whole of `ecsdeploy.yml`. Descriptions become the reference page and what editors show. */
export const configSchema = z
  .strictObject({
    version: z
      .literal(1, { error: 'must be 1, the only version of this file' })
      .describe('Version of this file format.'),
    ...z.strictObject(members).partial().shape,
    environments: z
      .record(z.string().min(1, { error: 'an environment needs a name' }), environment.nullable())
      .describe(
        'Environments such as staging and production. Where there are any, `--environment` is required.',
      )
      .optional(),
  })
  .describe('Configuration of ecsdeploy.');

export type Configuration = z.infer<typeof configSchema>;

function isDuration(text: string): boolean {
  try {
    return parseDuration(text) > 0;
  } catch (error) {
    if (error instanceof InvalidDuration) return false;
    throw error;
  }
}
