import { formatDuration } from '../model/duration.ts';
import type { ExecutionRoleNeed, PreflightNote, PreflightReason, SkipReason } from '../model/preflight.ts';
import { count } from './count.ts';
import { harmless } from './harmless.ts';

/** What is wrong, and what to do about it: a clause that goes on from the subject, and a sentence. */
export interface FindingWords {
  readonly what: string;
  readonly fix: string;
}

/** The words of a finding. */
export function describePreflightReason(because: PreflightReason): FindingWords {
  switch (because.kind) {
    case 'rejected-by-ecs':
      return { what: harmless(because.message), fix: harmless(because.fix) };
    case 'network-mode-mismatch':
      return because.service === 'with-subnets'
        ? {
            what: `is ${harmless(because.networkMode)}, and the service has subnets, which are of awsvpc alone`,
            fix: 'Set "networkMode": "awsvpc", as the service was created for.',
          }
        : {
            what: 'is awsvpc, and the service has no subnets for it',
            fix: 'Give the service a networkConfiguration, or take the network mode that it was created for.',
          };
    case 'health-check-without-kind':
      return {
        what: `has a health check that begins with "${harmless(because.command[0] ?? '')}", and AWS wants CMD, CMD-SHELL or NONE there`,
        fix: `Write ["CMD-SHELL", "${harmless(because.command.join(' '))}"].`,
      };
    case 'health-check-loses-words':
      return {
        what: `hands CMD-SHELL more than one string, and what follows the first is lost: ${listed(because.lost)}`,
        fix: 'Put the whole line into one string after CMD-SHELL.',
      };
    case 'health-check-needs-shell':
      return {
        what: `runs "${harmless(because.line)}" with CMD, which takes all of it for the name of a program`,
        fix: 'Write CMD-SHELL in place of CMD, or each word as a string of its own.',
      };
    case 'image-missing':
      return because.what === 'repository'
        ? {
            what: `is in a repository that does not exist${cached(because.perhapsCached)}`,
            fix: 'Check account, region and name in it, or create the repository.',
          }
        : {
            what: `is not in its repository${cached(because.perhapsCached)}`,
            fix: 'Push it first, or check the tag; a lifecycle rule of ECR may have removed it.',
          };
    case 'image-archived':
      return {
        what: 'is in the archive of its repository, and no task can pull it from there',
        fix: 'Restore it with `aws ecr update-image-storage-class`, or build that commit again.',
      };
    case 'image-expiring':
      return {
        what: `${because.action === 'expire' ? 'is removed' : 'is archived'} by rule ${because.rule} of the lifecycle policy ${describeWhen(because.when)}`,
        fix: 'Tag it so that a rule of higher priority keeps it, or let the rule keep more.',
      };
    case 'revision-deleted':
      return {
        what: 'is deleted, and AWS does not know it any more',
        fix: 'Build and deploy that commit again, to have an earlier release that works.',
      };
    case 'platform-mismatch':
      return {
        what: `is for ${listed(because.has)}, and the tasks run on ${harmless(because.wanted)}`,
        fix: `Build it for ${harmless(because.wanted)}, or set runtimePlatform.cpuArchitecture in the task definition.`,
      };
    case 'secret-missing':
      return {
        what: `does not exist in ${harmless(because.region)}, and no task starts without it (${listed(because.usedBy)})`,
        fix: 'Create it, or correct the ARN: region, account, the six characters at the end, the version.',
      };
    case 'secret-marked-for-deletion':
      return {
        what: `is marked for deletion, and can no longer be read (${listed(because.usedBy)})`,
        fix: 'Restore it with `aws secretsmanager restore-secret --secret-id <arn>`, or name another one.',
      };
    case 'secret-not-json':
      return {
        what: `is asked for the key "${harmless(because.key)}", and holds no JSON object (${listed(because.usedBy)})`,
        fix: 'Leave the key out of valueFrom, or store a JSON object.',
      };
    case 'secret-key-missing':
      return {
        what: `has no key "${harmless(because.key)}" (${listed(because.usedBy)})`,
        fix: 'Add the key to the secret, or correct it in valueFrom.',
      };
    case 'parameter-missing':
      return {
        what: `does not exist in ${harmless(because.region)}, and no task starts without it (${listed(because.usedBy)})`,
        fix: 'Create it, or correct the name; a name alone means the region of the service.',
      };
    case 'log-group-missing':
      return {
        what: `does not exist in ${harmless(because.region)}, and no task of ${listed(because.usedBy)} starts without it`,
        fix: 'Create it with `aws logs create-log-group --log-group-name <name>`, or set the option awslogs-create-group.',
      };
    case 'role-missing':
      return {
        what: `does not exist (${because.member})`,
        fix: 'Create the role, or correct its ARN.',
      };
    case 'role-not-assumable':
      return {
        what: `cannot be assumed by ${because.by} (${because.member}): its trust policy names ${because.trusted.length === 0 ? 'nobody' : listed(because.trusted)}`,
        fix: `Allow sts:AssumeRole for {"Service": "${because.by}"} in its trust policy.`,
      };
    case 'role-of-other-account':
      return {
        what: `is of account ${harmless(because.account)}, and tasks take roles of their own, ${harmless(because.own)} (${because.member})`,
        fix: 'Name a role of the account of the service.',
      };
    case 'execution-role-needed':
      return {
        what: `is missing, and there is ${because.for.map((need) => needs[need]).join(' and ')}`,
        fix: 'Set executionRoleArn, to a role with the policy AmazonECSTaskExecutionRolePolicy.',
      };
    case 'target-group-missing':
      return {
        what: 'does not exist',
        fix: 'A service keeps the target groups that it was created with: create the service anew, or update its loadBalancers.',
      };
    case 'balanced-container-missing':
      return {
        what: `gets the requests of the load balancer, and the task definition has ${listed(because.containers)}`,
        fix: `Name a container ${harmless(because.container)}, as the service expects it.`,
      };
    case 'balanced-port-not-mapped':
      return {
        what: `gets the requests of the load balancer, and ${harmless(because.container)} maps ${because.mapped.length === 0 ? 'no port' : because.mapped.join(', ')}`,
        fix: `Add {"containerPort": ${because.port}} to the portMappings of ${harmless(because.container)}.`,
      };
    case 'target-type-mismatch':
      return {
        what: `has targets of the type ${harmless(because.targetType)}, and tasks in the network mode ${harmless(because.networkMode)} are of the type ${because.needed}`,
        fix: `Use a target group of the type ${because.needed}.`,
      };
    case 'deadlock':
      return {
        what: `leave no room to replace a task: of ${because.desired} desired at least ${because.lower} stay and at most ${because.upper} run`,
        fix: 'Raise maximumPercent or lower minimumHealthyPercent, under `deployment` in ecsdeploy.yml.',
      };
    case 'no-rollback-at-aws':
      return {
        what: `${because.controller === 'ecs' ? 'take' : 'takes'} nothing back at AWS; ${because.own ? 'only ecsdeploy would, while it runs' : 'and ecsdeploy was told not to either'}`,
        fix:
          because.controller === 'ecs'
            ? 'Set deployment.circuitBreaker to {enable: true, rollback: true} in ecsdeploy.yml.'
            : 'Switch automatic rollback on in the deployment group, for DEPLOYMENT_FAILURE.',
      };
    case 'breaker-out-of-reach':
      return {
        what: `trip the circuit breaker, of which ${because.atOnce} can fail at a time: after ${formatDuration(because.estimate)} at the earliest, and a release is followed for ${formatDuration(because.timeout)}`,
        fix: 'Lower deployment.circuitBreaker.threshold, or follow longer (timeout).',
      };
    case 'alarm-missing':
      return {
        what: 'does not exist, and never fires',
        fix: 'Create it, or take its name out of the deployment alarms.',
      };
    case 'alarm-firing':
      return {
        what:
          because.controller === 'ecs'
            ? 'is in ALARM already: ECS would watch no alarm for the whole deployment'
            : 'is in ALARM already: CodeDeploy would stop a deployment at once',
        fix: 'Find out why it fires before releasing anything.',
      };
    case 'alarm-without-data':
      return {
        what: 'has INSUFFICIENT_DATA, and fires only once it has some',
        fix: 'Check its metric and dimensions; after a quiet time it may be as it should be.',
      };
    case 'grace-too-short':
      return {
        what: `of grace: targets took up to ${formatDuration(because.observed)} to become healthy in the last release, and are replaced after ${formatDuration(because.tolerated)}`,
        fix: `Set deployment.healthCheckGracePeriod to more than ${formatDuration(because.observed)}.`,
      };
    default:
      return because satisfies never;
  }
}

function cached(perhaps = false): string {
  return perhaps ? ', unless a pull-through cache brings it at the first pull' : '';
}

const needs: Readonly<Record<ExecutionRoleNeed, string>> = {
  secrets: 'a secret to fetch',
  'ecr-image': 'an image of ECR to pull on Fargate',
  awslogs: 'the log driver awslogs on Fargate',
};

/** Why nothing was looked at; goes on from `skipped:`. */
export function describeSkipReason(because: SkipReason): string {
  switch (because.kind) {
    case 'permission': {
      const on = because.resource === undefined ? '' : ` on ${harmless(because.resource)}`;
      return `needs ${harmless(because.action)}${on}`;
    }
    case 'unreadable':
      return `could not be read: ${harmless(because.error)}`;
    case 'other-registry':
      return `${harmless(because.registry)} is not asked, only ECR is`;
    case 'is-built':
      return 'takes the image that the release builds';
    case 'fate-unknown':
      return describeUnknownFate(because);
    case 'no-observation':
      return 'no release among the events that AWS keeps tells how long targets take';
    default:
      return because satisfies never;
  }
}

// What AWS takes unless somebody sets it.
const usualDelay = 300;

export function describePreflightNote(note: PreflightNote): string {
  if (note.kind === 'is-copied') return 'INACTIVE: going back registers it anew, as it was';
  const { seconds } = note;
  const hint =
    seconds < usualDelay ? '' : '; lower deregistration_delay.timeout_seconds and releases are faster';
  return `targets that leave keep their connections for up to ${count(seconds, 'second')}${hint}`;
}

function describeWhen(when: Extract<PreflightReason, { kind: 'image-expiring' }>['when']): string {
  switch (when.kind) {
    case 'within-a-day':
      return 'within 24 hours';
    case 'at':
      return `on ${new Date(when.at).toISOString().slice(0, 10)}${when.unlessPulled ? ', unless somebody pulls it' : ''}`;
    case 'after-pushes':
      return `after ${count(when.pushes, 'more push', 'more pushes')}`;
    default:
      return when satisfies never;
  }
}

function describeUnknownFate({
  why,
  rule = 0,
  what = '',
}: Extract<SkipReason, { kind: 'fate-unknown' }>): string {
  switch (why) {
    case 'unknown-rule':
      return `rule ${rule} of the lifecycle policy has what this version does not know: ${harmless(what)}`;
    case 'same-moment':
      return `rule ${rule} of the lifecycle policy counts, and other images came at the same moment`;
    case 'perhaps-in-index':
      return 'it has no tag, and a list of images that names it would keep it';
    case 'too-many-images':
      return 'its repository has more images than are read';
    case 'no-policy':
      return 'the lifecycle policy of its repository could not be understood';
    default:
      return why satisfies never;
  }
}

function listed(texts: readonly string[]): string {
  return texts.map(harmless).join(', ');
}
