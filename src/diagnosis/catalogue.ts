/** One family of messages that users meet, with what it means and what helps. */
export interface CatalogueEntry {
  /** Stable, for machines and documentation. */
  readonly id: string;
  /** Matches an inner phrase of the normalised message: Fargate cuts long ones, and AWS rewords. */
  readonly pattern: RegExp;
  readonly cause: string;
  readonly advice: string;
  /** `never`: the same start would fail again, so waiting is idle. */
  readonly heals: 'never' | 'maybe';
}

const checkNetwork =
  'Give the task a way out: a NAT gateway, VPC endpoints (ecr.api, ecr.dkr, logs, S3 gateway), or assignPublicIp in a public subnet.';

/**
 * Order matters: platform before "not found", permission before "does not exist", memory before a plain exit.
 * The texts are those of the ECS guide's pages on stopped tasks, and of the ECS agent's source.
 */
export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'image.wrong-platform',
    pattern: /does not contain descriptor matching platform|failed to find a descriptor for platform/i,
    cause: 'The image was built for another CPU than the task asks for',
    advice: 'Build with the right --platform, or set runtimePlatform.cpuArchitecture in the task definition.',
    heals: 'never',
  },
  {
    id: 'image.attestation',
    pattern: /no processor for media-type|application\/vnd\.in-toto/i,
    cause: 'The task points at a build attestation instead of an image',
    advice: "Deploy the index's digest, or build with --provenance=false.",
    heals: 'never',
  },
  {
    id: 'image.pull-denied',
    pattern: /not authorized to perform: ecr:|role has the permissions to pull images/i,
    cause: 'The task may not pull the image',
    advice:
      'Attach AmazonECSTaskExecutionRolePolicy to the execution role; across accounts the repository policy must allow it too.',
    heals: 'never',
  },
  {
    id: 'image.no-network',
    pattern:
      /CannotPullContainerError.*(?:i\/o timeout|request canceled|context canceled|connection issue)|cannot pull .* connection issue|can't pull the image\. Check your network/i,
    cause: 'The task has no network path to the registry',
    advice: checkNetwork,
    heals: 'never',
  },
  {
    id: 'image.not-found',
    pattern:
      /CannotPullContainerError.*(?:not found|manifest unknown|does not exist)|failed to resolve ref .*not found|Check whether the image exists/i,
    cause: 'The image is not in the registry',
    advice: 'Check repository, tag and region; push the image, or see whether a lifecycle rule removed it.',
    heals: 'never',
  },
  {
    id: 'image.pull-rate',
    pattern: /toomanyrequests|pull rate limit/i,
    cause: 'The registry limits how often images are pulled',
    advice: 'Use a copy of the image in ECR (a pull-through cache does it by itself).',
    heals: 'maybe',
  },
  {
    id: 'image.disk-full',
    pattern: /no space left on device/i,
    cause: 'The disk is too small for the image',
    advice: 'Set a larger ephemeralStorage, or a larger volume on the instance.',
    heals: 'never',
  },
  {
    id: 'image.pull-failed',
    pattern: /CannotPull(?:Container|Image)\w*Error|can't pull the image/i,
    cause: 'The image could not be pulled',
    advice: 'Read the message; check the image reference, the execution role and the network.',
    heals: 'maybe',
  },
  {
    id: 'secret.denied',
    pattern:
      /(?:secretsmanager|ssm|kms):\w+ .*(?:not authorized|AccessDenied)|not authorized to perform: (?:secretsmanager|ssm|kms):/i,
    cause: 'The execution role may not read a secret of the task',
    advice:
      'Allow secretsmanager:GetSecretValue or ssm:GetParameters (and kms:Decrypt) on it to the execution role.',
    heals: 'never',
  },
  {
    id: 'secret.not-json',
    pattern: /retrieve secret from asm.*(?:invalid character|did not contain json key)/i,
    cause: 'A key was asked of a secret that is not JSON, or has no such key',
    advice: 'Correct the secret, or drop the key from valueFrom.',
    heals: 'never',
  },
  {
    id: 'secret.missing',
    pattern:
      /can't find the specified secret|task can't retrieve the secret|ResourceNotFoundException.*secret|unable to retrieve secret.*(?:ResourceNotFound|invalid parameters)|invalid parameters: /i,
    cause: 'A secret or parameter of the task does not exist',
    advice: 'Create it, or correct the ARN in `secrets[].valueFrom` (mind the region).',
    heals: 'never',
  },
  {
    id: 'secret.no-network',
    pattern:
      /unable to (?:pull secrets|retrieve secret).*(?:i\/o timeout|deadline exceeded|RequestError|request canceled)/i,
    cause: 'The task has no network path to its secrets or registry login',
    advice: checkNetwork,
    heals: 'never',
  },
  {
    id: 'logs.group-missing',
    pattern: /log group does not exist|cannot find the Amazon CloudWatch log group/i,
    cause: 'The log group of the task definition does not exist',
    advice: 'Create it (`aws logs create-log-group`), or set the option awslogs-create-group.',
    heals: 'never',
  },
  {
    id: 'volume.efs',
    pattern: /EFS utils commands|mount\.nfs4|\.efs\./i,
    cause: 'An EFS volume could not be mounted',
    advice: 'Check the mount target in each zone, port 2049 in its security group, and the file system id.',
    heals: 'never',
  },
  {
    id: 'role.not-assumable',
    pattern: /unable to assume the role/i,
    cause: 'ECS cannot assume a role of the task',
    advice: 'Its trust policy must allow ecs-tasks.amazonaws.com; a role a minute old may just need time.',
    heals: 'never',
  },
  {
    id: 'command.not-found',
    pattern:
      /executable file not found|exec: ".*": (?:stat|permission denied)|no such file or directory: unknown/i,
    cause: 'The command of the container does not exist in the image, or may not be executed',
    advice: 'Correct command or entryPoint; a shell line needs ["sh", "-c", "…"].',
    heals: 'never',
  },
  {
    id: 'command.wrong-format',
    pattern: /exec format error/i,
    cause: 'The program in the image is for another CPU, or a script without a first line',
    advice: 'Build with the right --platform, or start the script with #!/bin/sh.',
    heals: 'never',
  },
  {
    id: 'compute.incompatible',
    pattern: /not compatible with the selected compute strategy/i,
    cause: 'The task definition does not fit the launch type or capacity provider',
    advice: 'Align requiresCompatibilities with how the service runs.',
    heals: 'never',
  },
  {
    id: 'resource.initialization',
    pattern: /ResourceInitializationError/i,
    cause: 'The task could not be prepared',
    advice: 'Read the message; secrets, logs, volumes and network are set up at this point.',
    heals: 'maybe',
  },
  {
    id: 'memory.exceeded',
    pattern: /OutOfMemory|killed due to memory usage/i,
    cause: 'The container used more memory than it is allowed',
    advice: 'Raise memory, and compare the limit of the container with that of the task.',
    heals: 'maybe',
  },
  {
    id: 'health.load-balancer',
    pattern: /failed ELB health checks|is unhealthy in \(target-group/i,
    cause: "The load balancer's health check fails",
    advice:
      'Check path, port and expected codes of the target group, the security group, and whether the application needs a longer healthCheckGracePeriodSeconds.',
    heals: 'maybe',
  },
  {
    id: 'health.container',
    pattern: /failed container health checks/i,
    cause: "The container's own health check fails",
    advice: 'Check the healthCheck command (is curl in the image?) and its startPeriod.',
    heals: 'maybe',
  },
  {
    id: 'spot.interrupted',
    pattern: /Spot Task was interrupted/i,
    cause: 'A Spot task was taken back by AWS',
    advice: 'Not a fault of the release; mix FARGATE into the capacity provider strategy.',
    heals: 'maybe',
  },
  {
    id: 'capacity.instances',
    pattern: /no container instance met all of its requirements|No Container Instances were found/i,
    cause: 'No container instance has room for the task',
    advice: 'Add capacity, or free CPU, memory or the port that the message names.',
    heals: 'maybe',
  },
  {
    id: 'capacity.quota',
    pattern: /reached the limit on the number of|above your limit|provisioning capacity limit/i,
    cause: 'An account quota is used up',
    advice: 'Raise the Fargate quota, or release fewer services at once.',
    heals: 'maybe',
  },
  {
    id: 'network.addresses',
    pattern: /Create Network Interface|RESOURCE:ENI|network interface to unused device/i,
    cause: 'The task got no network interface',
    advice: 'Give the service subnets with free addresses, or instances with more interfaces.',
    heals: 'maybe',
  },
  {
    id: 'deployment.deadlock',
    pattern:
      /unable to stop or start tasks during a deployment because of the service deployment configuration/i,
    cause: 'minimumHealthyPercent and maximumPercent leave no room to replace a task',
    advice: 'Raise maximumPercent or lower minimumHealthyPercent.',
    heals: 'never',
  },
];

/** One spelling of quotes and spaces, so that a pattern need not know all of AWS's. */
export function normalise(message: string): string {
  return message.replaceAll('’', "'").replaceAll('‘', "'").replaceAll(/\s+/g, ' ').trim();
}

/** The entry that a message belongs to. */
export function lookUp(message: string): CatalogueEntry | undefined {
  const text = normalise(message);
  return catalogue.find(({ pattern }) => pattern.test(text));
}
