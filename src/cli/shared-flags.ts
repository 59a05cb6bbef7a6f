import { Args, Flags } from '@oclif/core';
import { durationFlag } from './duration-flag.ts';
import { imageFlag } from './image-flag.ts';

/** Every command has these. */
export const globalFlags = {
  json: Flags.boolean({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_JSON',
    description: 'Print one JSON document on standard output and nothing else there.',
  }),
  quiet: Flags.boolean({
    char: 'q',
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_QUIET',
    description: 'Print the result, warnings and errors only.',
    exclusive: ['verbose'],
  }),
  verbose: Flags.boolean({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_VERBOSE',
    description: 'Print every look at AWS and what caused an error.',
  }),
  'no-color': Flags.boolean({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_NO_COLOR',
    description: 'Print without colour, as with NO_COLOR.',
  }),
  'no-input': Flags.boolean({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_NO_INPUT',
    description: 'Never ask; fail where an answer is needed.',
  }),
  config: Flags.string({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_CONFIG',
    helpValue: '<file>',
    description: 'Configuration file; without it ecsdeploy.yml is looked for here and in the folders above.',
  }),
  environment: Flags.string({
    char: 'e',
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_ENVIRONMENT',
    helpValue: '<name>',
    description: 'Environment of the configuration file; required where it has any.',
  }),
  region: Flags.string({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_REGION',
    helpValue: '<region>',
    description: "AWS region, before the configuration file's and AWS_REGION.",
  }),
  profile: Flags.string({
    helpGroup: 'GLOBAL',
    env: 'ECSDEPLOY_PROFILE',
    helpValue: '<name>',
    description: 'Profile of the AWS credentials and configuration files.',
  }),
};

/** The service of the configuration file. */
export const serviceArgument = {
  name: Args.string({
    description: 'Service as named in the configuration file; needed where it has several.',
    // Without this oclif reads the argument from a piped stdin, and a CI job that pipes nothing would wait for ever.
    ignoreStdin: true,
  }),
};

/** Services of the configuration file. */
export const servicesArgument = {
  names: Args.string({
    multiple: true,
    description: 'Services as named in the configuration file; needed where it has several, unless --all.',
    ignoreStdin: true,
  }),
};

/** Names a service without a configuration file. */
export const serviceFlags = {
  cluster: Flags.string({
    helpGroup: 'SERVICE',
    env: 'ECSDEPLOY_CLUSTER',
    helpValue: '<name>',
    description: 'ECS cluster, by name or ARN.',
  }),
  service: Flags.string({
    helpGroup: 'SERVICE',
    env: 'ECSDEPLOY_SERVICE',
    helpValue: '<name>',
    description: 'ECS service, by name or ARN.',
  }),
};

/** The images that a release brings in. */
export const imagesFlag = {
  image: imageFlag({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_IMAGE',
    multiple: true,
    // One value per flag, so that `--image a web` leaves `web` as the argument.
    multipleNonGreedy: true,
    description:
      'Image to bring in, of the container named or of the only one that takes images. Repeatable.',
  }),
};

/** How long to follow a release. */
export const timeoutFlag = {
  timeout: durationFlag({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_TIMEOUT',
    description: "How long to follow the release, such as 30m; the configuration file's without it.",
  }),
};

/** A deployment that is there already. */
export const deploymentFlag = {
  deployment: Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_DEPLOYMENT',
    helpValue: '<id|arn>',
    description:
      'A deployment by ecs-svc/… id or service deployment ARN, whole or its last part, also after its end.',
  }),
};

/** How long to follow a release that has begun before. */
export const followAgainFlag = {
  timeout: durationFlag({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_TIMEOUT',
    description:
      "How long to follow, such as 30m, counted from now and not from the deployment's start; the configuration file's without it.",
  }),
};

/** What the revision is made from. */
export const taskDefinitionFlags = {
  'task-definition': Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_TASK_DEFINITION',
    helpValue: '<file|family:revision>',
    description: "Task definition to start from; the configuration file's, or what runs now, without it.",
  }),
  commit: Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_COMMIT',
    helpValue: '<sha>',
    description: 'Commit that the image was built from; kept as a tag of the revision.',
  }),
};

/** Everything that changes something can be looked at first. */
export const dryRunFlag = {
  'dry-run': Flags.boolean({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_DRY_RUN',
    description: 'Print the plan and change nothing.',
  }),
};
