import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { pastOutcomeWords } from '../../model/release-line.ts';
import { revisionName, serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { Reason } from '../../model/verdict.ts';
import type { Pairing } from './pair-containers.ts';
import type { NotProven } from './why-not-proven.ts';

/** Where something is to be released from. */
interface Elsewhere {
  readonly environment: string;
  readonly service: ServiceRef;
}

/** What runs there is not known to be good, so it is released nowhere else. */
export class NotHealthyThere extends EcsdeployError {
  constructor({ environment, service }: Elsewhere, because: Unhealthy) {
    super({
      code: 'refused.not_healthy_there',
      message: `${environment} runs nothing that could be released from there: ${sentenceOf(serviceName(service), because)}`,
      suggestions: waysOut(because),
      details: { environment, service, because: because.why },
    });
  }
}

type Unhealthy =
  | NotProven
  /** Nobody has measured its gates to their end. */
  | { readonly why: 'not-watched'; readonly taskDefinition: string }
  | { readonly why: 'unhealthy'; readonly taskDefinition: string; readonly because: Reason }
  | { readonly why: 'digests-differ'; readonly container: string; readonly digests: readonly string[] };

function sentenceOf(service: string, because: Unhealthy): string {
  switch (because.why) {
    case 'in-progress':
      return `${service} is being deployed to ${named(because.taskDefinition)}, and how that ends is not known yet`;
    case 'no-tasks':
      return `the desired count of ${service} is 0, so no task shows whether it is healthy`;
    case 'went-back':
      return `the last release of ${service} ${endOf(because.release)}, and what serves is older`;
    case 'failed':
      return `the last release of ${service} ${because.release === undefined ? 'failed' : endOf(because.release)}, and was left as it is`;
    case 'not-watched':
      return `the gates of ${service} have not been measured to their end since ${revisionName(because.taskDefinition)} was released`;
    case 'unhealthy':
      return `${service} runs ${revisionName(because.taskDefinition)}, and ${reasonOf(because.because)}`;
    case 'digests-differ':
      return `the tasks of ${service} run different images in the container ${because.container} (${because.digests.join(', ')})`;
    default:
      return because satisfies never;
  }
}

/** `(web:8, commit 4f2a9c1) was rolled back`. */
function endOf({ taskDefinition, origin, outcome }: PastRelease): string {
  const commit = origin.commit === undefined ? '' : `, commit ${origin.commit.slice(0, 12)}`;
  const end = outcome === 'succeeded' ? 'was taken back' : pastOutcomeWords[outcome];
  return `(${named(taskDefinition)}${commit}) ${end}`;
}

function named(taskDefinition: string | undefined): string {
  return taskDefinition === undefined ? 'an unknown revision' : revisionName(taskDefinition);
}

function reasonOf(because: Reason): string {
  switch (because.kind) {
    case 'tasks-failing':
      return `${because.failing} of its ${because.desired} tasks fail their health checks`;
    case 'tasks-unjudged':
      return 'its tasks have started since AWS last judged them';
    case 'too-few-tasks':
      return `${because.running} of ${because.desired} tasks are running`;
    case 'no-running-task':
      return 'none of its tasks is running';
    case 'digest-differs':
      return `its container ${because.container} does not run the image that the revision names`;
    case 'digest-unknown':
      return `AWS tells no digest of its container ${because.container}`;
    case 'weights-differ':
      return 'the load balancer does not send it the requests';
    case 'superseded':
    case 'primary-differs':
      return 'another deployment has taken its place meanwhile';
    case 'unverified':
      return `${because.what} could not be checked: ${because.error}`;
    default:
      return 'it is not known to be healthy';
  }
}

const nameIt = 'To release an image all the same, name it: --image <repository>@<digest>.';

function waysOut({ why }: Unhealthy): string[] {
  switch (why) {
    case 'in-progress':
      return ['Wait for its end: `ecsdeploy watch` with that environment.', nameIt];
    case 'not-watched':
      return [
        'Measure them: `ecsdeploy deploy` with that environment, without another image; or wait for the run that does.',
        nameIt,
      ];
    default:
      return ['See why: `ecsdeploy status` and `ecsdeploy history` with that environment.', nameIt];
  }
}

/** The other environment is in an account that the credentials are not of. */
export class OtherCredentials extends EcsdeployError {
  constructor({ environment }: Elsewhere, cause: EcsdeployError) {
    super({
      code: cause.code,
      message: `${environment}: ${cause.message}`,
      suggestions: [
        `Name a profile of the credentials that may read ${environment} with --from-profile (ECSDEPLOY_FROM_PROFILE).`,
      ],
      details: { ...cause.details, environment },
      cause,
    });
  }
}

/** Another commit runs there than the one that was to be released. */
export class OtherCommitThere extends EcsdeployError {
  constructor({ environment, service }: Elsewhere, wanted: string, actual: string) {
    super({
      code: 'refused.other_commit_there',
      message: `--commit says ${wanted}, and ${serviceName(service)} of ${environment} runs ${actual.slice(0, 12)}`,
      suggestions: ['Release that commit there first, or leave --commit out to take what runs.'],
      details: { environment, commit: wanted, running: actual },
    });
  }
}

/** It is not known which container takes which image. */
export class UnpairedContainers extends EcsdeployError {
  constructor(
    { environment, service }: Elsewhere,
    family: string,
    pairing: Exclude<Pairing, { kind: 'paired' }>,
  ) {
    const list = pairing.containers.join(', ');
    super({
      code:
        pairing.kind === 'ambiguous'
          ? 'task_definition.container_ambiguous'
          : 'task_definition.unknown_container',
      message:
        pairing.kind === 'ambiguous'
          ? `the task definition ${family} has the containers ${list}, and nothing says which of them take images`
          : `${serviceName(service)} of ${environment} has no container "${pairing.container}" whose image could be released, it has ${list}`,
      suggestions: ['Name the containers that take images as "containers" in ecsdeploy.yml.'],
      details: { environment, ...pairing },
    });
  }
}
