/** What the texts of a failure name. */
export interface FailureScene {
  readonly account: string;
  readonly region: string;
  /** As the task definition names it. */
  readonly image: string;
  /** The role that starts the task. */
  readonly executionRole: string;
  /** A role session is named after it, as is a log stream. Empty where there is no task yet, as is its ARN. */
  readonly taskId: string;
  readonly taskArn: string;
}

type Text = string | ((scene: FailureScene) => string);

/** What goes wrong with tasks of an image, and where AWS tells of it. */
export type Failure =
  /** The task never runs: `stoppedReason`, with the stop code TaskFailedToStart. */
  | { readonly kind: 'not-started'; readonly reason: Text }
  /** One container cannot be started: only its own `reason` says why. `stoppedReason` is "Task failed to start", with the same stop code. */
  | { readonly kind: 'container-not-started'; readonly reason: Text }
  /** The container ends by itself, with AWS's `reason` where there is one, and after a last line in its log. */
  | {
      readonly kind: 'exits';
      readonly code: number;
      readonly after: number;
      readonly reason?: string;
      readonly lastLine?: string;
    }
  /** A health check fails, or the target group does not know the task. */
  | { readonly kind: 'unhealthy'; readonly check: FailingCheck }
  /** AWS stops the task that runs. */
  | {
      readonly kind: 'taken';
      readonly stopCode: 'SpotInterruption' | 'TerminationNotice' | 'UserInitiated';
      readonly reason: Text;
    }
  /**
   * There never is a task: an event of the service tells why. `RunTask` answers a failure, or is refused; where nothing is known of
   * what AWS answers, it runs its task.
   */
  | {
      readonly kind: 'not-placed';
      readonly event: Text;
      readonly runTask: { readonly failure: string } | { readonly refusal: Text } | undefined;
    };

export type FailingCheck = 'container' | 'load balancer' | 'target group';

/** Of a running container, until it ends. */
const soon = 2_000;

const noFit = 'was unable to place a task because no container instance met all of its requirements.';
const seeGuide = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';
const instance = '0123456789abcdef0123456789abcdef';
const quotaOfTasks = "You've reached the limit on the number of tasks you can run concurrently";
const noSecrets =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const fromSecretsManager = 'unable to retrieve secret from asm: service call has been retried 1 time(s): ';

const noStream =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ';
const busy =
  'exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: 00000000-0000-4000-8000-000000000000, api error ThrottlingException: Rate exceeded';

const families = {
  'image.not-found': {
    kind: 'not-started',
    reason: ({ image }) =>
      `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: ${image}: not found`,
  },
  'image.private-or-missing': {
    kind: 'not-started',
    reason: ({ image }) =>
      `CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for ${withoutTag(image)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
  },
  'image.wrong-platform': {
    kind: 'not-started',
    reason:
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
  },
  'image.attestation': {
    kind: 'not-started',
    reason:
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack image on snapshotter overlayfs: failed to extract layer sha256:3f109bdc111654895fa69f5b4c02d85eb8e6aaf8cb15eff5a32aee5872d4deb2: failed to get stream processor for application/vnd.in-toto+json: no processor for media-type: unknown',
  },
  'image.pull-denied': {
    kind: 'not-started',
    reason: (scene) =>
      `CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for ${withoutTag(scene.image)}, repository does not exist or may require 'docker login': denied: ${denied(scene, 'ecr:BatchGetImage', `arn:aws:ecr:${scene.region}:${scene.account}:repository/${repositoryOf(scene.image)}`)}`,
  },
  'image.pull-rate': {
    kind: 'not-started',
    reason:
      'CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/latest: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  },
  'image.no-network': {
    kind: 'not-started',
    reason: ({ region }) =>
      `CannotPullContainerError: The task can’t pull the image. Check your network configuration. RequestError: send request failed caused by: Post "https://api.ecr.${region}.amazonaws.com/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
  },
  'image.pull-canceled': {
    kind: 'not-started',
    reason: ({ image }) =>
      `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: context canceled`,
  },
  'image.layer-refused': {
    kind: 'not-started',
    reason:
      'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code',
  },
  'image.disk-full': {
    kind: 'not-started',
    reason:
      'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
  },
  'secret.missing': {
    kind: 'not-started',
    reason: (scene) =>
      `${noSecrets}${fromSecretsManager}failed to fetch secret ${aSecret(scene)} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret. status code: 400, request id: 00000000-0000-4000-8000-000000000000`,
  },
  'secret.denied': {
    kind: 'not-started',
    reason: (scene) =>
      `${noSecrets}${fromSecretsManager}failed to fetch secret ${aSecret(scene)} from secrets manager: AccessDeniedException: ${denied(scene, 'secretsmanager:GetSecretValue', aSecret(scene))} status code: 400, request id: 00000000-0000-4000-8000-000000000000`,
  },
  'secret.not-json': {
    kind: 'not-started',
    reason: `${noSecrets}${fromSecretsManager}retrieved secret from Secrets Manager did not contain json key password`,
  },
  'secret.no-network': {
    kind: 'not-started',
    reason: `${noSecrets}unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded`,
  },
  'secret.registry-login': {
    kind: 'not-started',
    reason: (scene) =>
      `${noSecrets}unable to get registry auth from asm: service call has been retried 5 time(s): asm fetching secret from the service for ${aSecret(scene)}: RequestError: send request failed`,
  },
  'secret.throttled': {
    kind: 'not-started',
    reason: (scene) =>
      `${noSecrets}unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret ${aSecret(scene)} from secrets manager: operation error Secrets Manager: GetSecretValue, ${busy}`,
  },
  'logs.throttled': {
    kind: 'not-started',
    reason: `${noStream}operation error CloudWatch Logs: CreateLogStream, ${busy}`,
  },
  'logs.denied': {
    kind: 'not-started',
    reason: (scene) =>
      `${noStream}AccessDeniedException: ${denied(scene, 'logs:CreateLogStream', `arn:aws:logs:${scene.region}:${scene.account}:log-group:/ecs/app:log-stream:ecs/app/${scene.taskId}`)}`,
  },
  'logs.driver-failed': {
    kind: 'not-started',
    reason: 'ResourceInitializationError: failed to validate logger args: : signal: killed',
  },
  'logs.group-missing': {
    kind: 'not-started',
    reason:
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. signal: killed',
  },
  'volume.efs': {
    kind: 'not-started',
    reason: ({ region }) =>
      `ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0123456789abcdef0.efs.${region}.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID.`,
  },
  'network.addresses': {
    kind: 'not-started',
    reason:
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0a1b2c3d4e5f60001': InsufficientFreeAddressesInSubnet",
  },
  'network.interface-limit': {
    kind: 'not-started',
    reason: 'Unable to attach network interface to unused device index',
  },
  'compute.incompatible': {
    kind: 'not-started',
    reason: 'The selected task definition is not compatible with the selected compute strategy',
  },
  'task.dependencies': {
    kind: 'not-started',
    reason: ({ taskArn }) => `Task dependencies cannot be resolved, taskArn: ${taskArn}`,
  },
  'task.stopped-before-start': {
    kind: 'container-not-started',
    reason: 'ContainerVanishedError: No container matching saved ID found',
  },
  'storage.thin-pool': {
    kind: 'container-not-started',
    reason:
      'CannotCreateContainerError: API error (500): devmapper: Thin Pool has 4350 free data blocks which is less than minimum required 4454 free data blocks.',
  },
  'command.not-found': {
    kind: 'container-not-started',
    reason:
      'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
  },
  'command.wrong-format': {
    kind: 'exits',
    code: 1,
    after: soon,
    lastLine: 'exec /usr/local/bin/docker-entrypoint.sh: exec format error',
  },
  'container.not-created': {
    kind: 'container-not-started',
    reason: `CannotCreateContainerError: Error response from daemon: Conflict. The container name "/ecs-app-1-app" is already in use by container "${instance}".`,
  },
  'container.status-unknown': {
    kind: 'container-not-started',
    reason: 'CannotStartContainerError: failed to get container status: container not found',
  },
  'container.timeout': {
    kind: 'container-not-started',
    reason: 'ContainerRuntimeTimeoutError: Could not transition to created; timed out after waiting 4m0s',
  },
  'memory.exceeded': {
    kind: 'exits',
    code: 137,
    after: soon,
    reason: 'OutOfMemoryError: Container killed due to memory usage',
  },
  'exit.1': { kind: 'exits', code: 1, after: soon, lastLine: 'Error: the application gives up' },
  'exit.137': { kind: 'exits', code: 137, after: soon },
  'exit.139': { kind: 'exits', code: 139, after: soon },
  'health.load-balancer': { kind: 'unhealthy', check: 'load balancer' },
  'health.target-group-missing': { kind: 'unhealthy', check: 'target group' },
  'health.container': { kind: 'unhealthy', check: 'container' },
  'spot.interrupted': {
    kind: 'taken',
    stopCode: 'SpotInterruption',
    reason: 'Your Spot Task was interrupted.',
  },
  'host.terminated': {
    kind: 'taken',
    stopCode: 'TerminationNotice',
    reason: 'Host EC2 (instance i-0123456789abcdef0) stopped/terminated.',
  },
  // AWS documents the reason, and not its stop code: it was a person.
  'host.deregistered': {
    kind: 'taken',
    stopCode: 'UserInitiated',
    reason: 'Container instance deregistration forced by user',
  },
  'role.not-assumable': {
    kind: 'not-placed',
    event: ({ executionRole }) => `failed to launch a task with (error ${unassumable(executionRole)}).`,
    runTask: { refusal: ({ executionRole }) => unassumable(executionRole) },
  },
  'capacity.instances': {
    kind: 'not-placed',
    event: `${noFit} Reason: No Container Instances were found in your cluster. ${seeGuide}`,
    runTask: { failure: 'RESOURCE:CPU' },
  },
  'capacity.port-in-use': {
    kind: 'not-placed',
    event: `${noFit} The closest matching container-instance ${instance} is already using a port required by your task. ${seeGuide}`,
    runTask: { failure: 'RESOURCE:PORTS' },
  },
  'capacity.agent': {
    kind: 'not-placed',
    event: `${noFit} The closest matching container-instance ${instance} encountered error "AGENT". ${seeGuide}`,
    runTask: { failure: 'AGENT' },
  },
  'capacity.agent-silent': {
    kind: 'not-placed',
    event: 'Timed out waiting for Amazon ECS Agent to start. Please check logs at /var/log/ecs/ecs-agent.log',
    runTask: { failure: 'AGENT' },
  },
  'capacity.provisioning-limit': {
    kind: 'not-placed',
    event:
      'was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
    runTask: undefined,
  },
  'capacity.attribute': {
    kind: 'not-placed',
    event: `${noFit} The closest matching container-instance ${instance} is missing an attribute required by your task. ${seeGuide}`,
    runTask: { failure: 'ATTRIBUTE' },
  },
  'capacity.quota': {
    kind: 'not-placed',
    event: `was unable to place a task. Reason: ${quotaOfTasks}.`,
    runTask: { refusal: `${quotaOfTasks}.` },
  },
  'capacity.size-quota': {
    kind: 'not-placed',
    event: 'was unable to place a task. Reason: The requested CPU configuration is above your limit.',
    runTask: { refusal: 'The requested CPU configuration is above your limit.' },
  },
  'capacity.zone': {
    kind: 'not-placed',
    event: 'was unable to place a task. Reason: Internal error.',
    runTask: { refusal: 'Internal error.' },
  },
} as const satisfies Readonly<Record<string, Failure>>;

/**
 * A failure that a task can be made to show. The names are those of the catalogue of messages, and `exit.<code>`. The texts are AWS's: the
 * developer guide's pages on stopped tasks and service events, the ECS agent's source, and what people have pasted.
 */
export type FailureFamily = keyof typeof families;

export const failureFamilies = Object.keys(families).sort() as readonly FailureFamily[];

export function failureOf(family: FailureFamily): Failure {
  return families[family];
}

/** The text in a scene. */
export function told(text: Text, scene: FailureScene): string {
  return typeof text === 'string' ? text : text(scene);
}

/** What ECS says of a role that does not trust it. */
export function unassumable(role: string): string {
  return `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
}

function denied({ account, executionRole, taskId }: FailureScene, action: string, on: string): string {
  const role = executionRole.split('/').at(-1) ?? '';
  return `User: arn:aws:sts::${account}:assumed-role/${role}/${taskId} is not authorized to perform: ${action} on resource: ${on} because no identity-based policy allows the ${action} action`;
}

function aSecret({ region, account }: FailureScene): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:app/db-AbCdEf`;
}

function withoutTag(image: string): string {
  return image.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '');
}

function repositoryOf(image: string): string {
  return withoutTag(image).replace(/^[^/]*[.:][^/]*\//, '');
}
