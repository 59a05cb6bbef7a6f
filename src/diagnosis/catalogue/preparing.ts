import { checkNetwork, deniedCall } from './advice.ts';
import type { CatalogueEntry } from './entry.ts';
import { agentMessages, ecsGuide, file, thread } from './sources.ts';

const guide = ecsGuide('resource-initialization-error');
const stopped = ecsGuide('stopped-task-error-codes');

const whatPasses = [
  'ThrottlingException',
  'Rate exceeded',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'StatusCode: 5',
  'status code: 5',
  'ServiceUnavailable',
  'InternalServiceError',
  'InternalServerError',
];

function passing(what: string): string[] {
  return whatPasses.map((why) => `${what} … ${why}`);
}

/**
 * Secrets, logs, volumes and network of a task, before its containers start. A service of AWS that is busy comes first: the agent wraps
 * its answer in the same words as what never heals.
 */
export const preparing: readonly CatalogueEntry[] = [
  {
    id: 'secret.throttled',
    says: [
      'unable to pull secrets',
      'unable to retrieve secret',
      'unable to retrieve ecr registry auth',
      'unable to get registry auth from asm',
    ].flatMap(passing),
    cause:
      'AWS did not give the task its secrets or its registry login: too many calls at once, or a service in trouble',
    advice:
      'Nothing is wrong with the revision, and ECS starts the task again; where it goes on, release fewer services side by side.',
    heal: 'retry',
    source: [guide, 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html'],
    examples: [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:web/db-AbCdEf from secrets manager: operation error Secrets Manager: GetSecretValue, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: 1b2c3d4e-0000-4000-8000-000000000000, api error ThrottlingException: Rate exceeded',
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 503, RequestID: 1b2c3d4e-0000-4000-8000-000000000000, api error ServiceUnavailable: Service Unavailable',
    ],
  },
  {
    id: 'logs.throttled',
    says: [
      'failed to validate logger args',
      'failed to initialize logging driver',
      'failed to create Cloudwatch log stream',
    ].flatMap(passing),
    cause: 'CloudWatch Logs did not make the log stream: too many calls at once, or a service in trouble',
    advice:
      'Nothing is wrong with the revision, and ECS starts the task again; where it goes on, raise the quota of CreateLogStream or start fewer tasks at once.',
    heal: 'retry',
    source: [guide, 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html'],
    examples: [
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, exceeded maximum number of attempts, 3, https response error StatusCode: 400, api error ThrottlingException: Rate exceeded',
    ],
  },
  {
    id: 'secret.denied',
    says: [
      'unable to retrieve secret … AccessDenied',
      'unable to retrieve secret … not authorized',
      'unable to pull secrets … AccessDenied',
      'unable to pull secrets … not authorized',
      'ResourceInitializationError … not authorized to perform: secretsmanager:',
      'ResourceInitializationError … not authorized to perform: ssm:',
      'ResourceInitializationError … not authorized to perform: kms:',
    ],
    cause: 'The execution role may not read a secret of the task',
    advice:
      'Allow <action|secretsmanager:GetSecretValue or ssm:GetParameters> (and kms:Decrypt where a key of your own encrypts it) on <resource|it> to the execution role.',
    heal: 'never',
    reads: deniedCall,
    source: [guide, thread('aws/copilot-cli', 3104)],
    examples: [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/0123456789abcdef0123456789abcdef is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/web/db because no identity-based policy allows the ssm:GetParameters action',
    ],
  },
  {
    id: 'secret.not-json',
    says: [
      'unable to pull secrets … looking for beginning of value',
      'unable to retrieve secret … looking for beginning of value',
      'unable to retrieve secret … invalid character',
      'unable to retrieve secret … unexpected end of JSON input',
      'unable to retrieve secret … cannot unmarshal',
      'Fetching secret data from AWS Secrets Manager … invalid character',
      'Fetching secret data from AWS Secrets Manager … unexpected end of JSON input',
      'retrieved secret from Secrets Manager did not contain json key',
      'did not contain json key',
    ],
    hints: ['Secrets Manager … json key'],
    cause: 'A key was asked of a secret that is not JSON, or has no such key',
    advice: 'Correct the secret, or drop the key from valueFrom.',
    heal: 'never',
    source: [guide, thread('rileydakota/valheim-ecs-fargate-cdk', 9)],
    examples: [
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key: invalid character 'p' looking for beginning of value",
      "ResourceInitializationError: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'p' looking for beginning of value",
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): unexpected end of JSON input',
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character '}' after object key:value pair",
    ],
  },
  {
    id: 'secret.missing',
    says: [
      "can't find the specified secret",
      "task can't retrieve the secret with ARN",
      "task can't retrieve the secret",
      'unable to retrieve secret … ResourceNotFound',
      'unable to retrieve secrets from ssm … invalid parameters:',
      'fetching secret data from SSM Parameter Store … invalid parameters:',
      'unable to pull secrets … invalid parameters:',
      'invalid ssm parameters:',
      'secret … marked for deletion',
    ],
    hints: ['invalid parameters: ', 'ParameterNotFound', 'unable to retrieve secret … not found'],
    cause: 'A secret or parameter of the task does not exist',
    advice: 'Create <secret|it>, or correct the ARN in `secrets[].valueFrom` (mind the region).',
    heal: 'never',
    reads: [/secret with ARN '(?<secret>[^']+)'/i, /invalid (?:ssm )?parameters: ?\[?(?<secret>[^\s\]]+)/i],
    source: [guide, file('aws/amazon-ecs-agent', 'ecs-agent/ssm/ssm.go')],
    examples: [
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:web/db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region",
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /web/db,/web/key',
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /web/db',
      'fetching secret data from SSM Parameter Store in eu-west-1: invalid parameters: /web/db',
    ],
  },
  {
    id: 'secret.registry-login',
    says: ['unable to get registry auth from asm'],
    hints: ['registry auth from asm'],
    cause: 'The secret with the login to the private registry (repositoryCredentials) cannot be read',
    advice: `Check that the secret exists and that the execution role may read it. ${checkNetwork} The endpoint for it is secretsmanager.`,
    heal: 'never',
    source: [ecsGuide('private-auth'), thread('aws-samples/keycloak-on-aws', 222)],
    examples: [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to get registry auth from asm: service call has been retried 5 time(s): asm fetching secret from the service for arn:aws:secretsmanager:eu-west-1:123456789012:secret:dockerhub-AbCdEf: RequestError: send request failed',
    ],
  },
  {
    id: 'secret.no-network',
    says: [
      'unable to pull secrets … i/o timeout',
      'unable to pull secrets … deadline exceeded',
      'unable to pull secrets … RequestError',
      'unable to pull secrets … request canceled',
      'unable to pull secrets … connection issue',
      'unable to pull secrets … StatusCode: 0',
      'unable to retrieve secret … i/o timeout',
      'unable to retrieve secret … deadline exceeded',
      'unable to retrieve secret … RequestError',
      'unable to retrieve secret … request canceled',
      'unable to retrieve secret … request send failed',
      'unable to retrieve secret … StatusCode: 0',
      'unable to retrieve ecr registry auth … request send failed',
      'unable to retrieve ecr registry auth … StatusCode: 0',
      'unable to retrieve ecr registry auth … RequestError',
      'unable to retrieve ecr registry auth … timeout',
      'cannot pull registry auth from Amazon ECR',
      'cannot pull secrets from AWS Systems Manager Parameter Store',
      'network connection between the task and AWS',
    ],
    hints: ['connection issue between the task and'],
    cause: 'The task has no network path to its secrets or registry login',
    advice: `${checkNetwork} Secrets need the endpoints secretsmanager or ssm.`,
    heal: 'never',
    source: [
      guide,
      thread('doctorray117/minecraft-ondemand', 74),
      thread('aws/aws-app-mesh-examples', 413),
      thread('umotif-public/terraform-aws-ecs-fargate', 50),
    ],
    examples: [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 52.94.224.10:443: i/o timeout',
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3',
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded',
      'ResourceInitializationError: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.',
    ],
  },
  {
    id: 'secret.unavailable',
    says: [],
    hints: [
      'unable to pull secrets',
      'unable to retrieve secret',
      'registry auth',
      'execution resource retrieval failed',
      'specified secret',
    ],
    cause: 'The secrets or the registry login of the task could not be read',
    advice:
      'Read the message: the secret must exist in the region, the execution role must be allowed to read it, and the task needs a network path to it.',
    heal: 'maybe',
    source: [guide],
    examples: [],
  },
  {
    id: 'logs.denied',
    says: [
      // Only log drivers do these; what else there is of logs, others lack too.
      'not authorized to perform: logs:CreateLogStream',
      'not authorized to perform: logs:PutLogEvents',
      'failed to validate logger args … not authorized to perform: logs:',
      'failed to initialize logging driver … not authorized to perform: logs:',
      'failed to validate logger args … AccessDenied',
      'failed to initialize logging driver … AccessDenied',
    ],
    cause: '<principal|The execution role> may not write the log of a container',
    advice:
      'Allow logs:CreateLogStream and logs:PutLogEvents to the execution role, and logs:CreateLogGroup where awslogs-create-group is set.',
    heal: 'never',
    reads: deniedCall,
    source: [ecsGuide('using_awslogs')],
    examples: [
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/0123456789abcdef0123456789abcdef is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-west-1:123456789012:log-group:/web:log-stream:web/app/0123456789abcdef0123456789abcdef',
    ],
  },
  {
    id: 'logs.group-missing',
    says: ['log group does not exist', 'cannot find the Amazon CloudWatch log group'],
    hints: [
      'log group … not exist',
      'find the Amazon CloudWatch',
      'log group defined in the task definition',
    ],
    cause:
      'The log group of the task definition does not exist, or the task has no network path to CloudWatch Logs',
    advice:
      'Create it (`aws logs create-log-group`), or set the option awslogs-create-group; if it is there, give the task a path: a NAT gateway or the endpoint logs.',
    heal: 'never',
    source: [ecsGuide('using_awslogs'), guide],
    examples: [
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. signal: killed',
      'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    ],
  },
  {
    id: 'logs.driver-failed',
    says: ['failed to validate logger args', 'failed to initialize logging driver'],
    hints: ['logging driver', 'Cloudwatch log stream', 'logger args'],
    cause: 'The log driver of a container cannot start',
    advice:
      'Check the logConfiguration: group, region, the permissions of the execution role on logs, and the network path to CloudWatch Logs.',
    heal: 'never',
    confidence: 'medium',
    source: [guide, ecsGuide('using_awslogs')],
    examples: ['ResourceInitializationError: failed to validate logger args: : signal: killed'],
  },
  {
    id: 'resource.environment-file',
    says: ['failed to download env files'],
    hints: ['download env file'],
    cause: 'An environment file of the task could not be read from S3',
    advice:
      'Check the ARN in environmentFiles, that the execution role may call s3:GetObject on it and s3:GetBucketLocation on its bucket, and the network path to S3.',
    heal: 'maybe',
    source: [ecsGuide('use-environment-file'), guide],
    examples: [
      'ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 1 time(s): AccessDenied: Access Denied status code: 403',
    ],
  },
  {
    id: 'volume.efs',
    says: [
      'failed to invoke EFS utils commands',
      'EFS utils commands',
      'mount.nfs4',
      'mount system call failed',
      'Failed to resolve … .efs.',
      'Mount attempt … failed due to timeout',
    ],
    hints: ['EFS mount target', 'set up EFS volume', '.efs.'],
    cause: 'An EFS volume could not be mounted',
    advice:
      'Check the mount target in each zone, port 2049 in its security group, enableDnsHostnames of the VPC, the policy of the file system, and its id.',
    heal: 'never',
    source: ['https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html', guide],
    examples: [
      'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID.',
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: Connection reset by peer'",
      'Mount attempt 1/3 failed due to timeout after 15 sec',
      "b'mount.nfs4: mount system call failed'",
    ],
  },
  {
    id: 'network.addresses',
    says: [
      'error while attempting to Create Network Interface',
      'Create Network Interface with public IP',
      'InsufficientFreeAddressesInSubnet',
    ],
    hints: ['Create Network Interface', 'network interface provision'],
    cause: 'The task got no network interface: <subnet|its subnet> has no free address',
    advice: 'Give the service larger subnets, or more of them.',
    heal: 'maybe',
    reads: [/subnet '?(?<subnet>subnet-\w+)/i],
    source: [stopped],
    examples: [
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789abcdef0': InsufficientFreeAddressesInSubnet",
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789abcdef0",
    ],
  },
  {
    id: 'network.interface-limit',
    says: ['attach network interface to unused device index'],
    hints: ['network interface to unused device', 'unused device index', 'RESOURCE:ENI'],
    cause: 'The instance has no room for another network interface',
    advice: 'Turn on ENI trunking (awsvpcTrunking), or use larger instances.',
    heal: 'maybe',
    source: [ecsGuide('container-instance-eni'), stopped],
    examples: ['Unable to attach network interface to unused device index'],
  },
  {
    id: 'compute.incompatible',
    says: ['not compatible with the selected compute strategy'],
    hints: ['selected compute strategy'],
    cause: 'The task definition does not fit the launch type or capacity provider',
    advice: 'Align requiresCompatibilities with how the service runs.',
    heal: 'never',
    source: [stopped],
    examples: ['The selected task definition is not compatible with the selected compute strategy'],
  },
  {
    id: 'storage.thin-pool',
    says: ['devmapper: Thin Pool has'],
    hints: ['Thin Pool'],
    cause: 'The storage of Docker on the instance is full',
    advice: 'Remove unused images and containers there, or give the instance a larger volume.',
    heal: 'never',
    source: [ecsGuide('CannotCreateContainerError')],
    examples: [
      'CannotCreateContainerError: API error (500): devmapper: Thin Pool has 4350 free data blocks which is less than minimum required 4454 free data blocks.',
    ],
  },
  {
    id: 'task.stopped-before-start',
    says: ['Task stopped before image pull could begin for task', 'No container matching saved ID found'],
    hints: ['stopped before image pull'],
    cause: 'The task was stopped before its containers came up, or one of them vanished',
    advice: 'Look who or what stopped it: `ecsdeploy status`, and the events of the service.',
    heal: 'maybe',
    confidence: 'medium',
    source: [agentMessages],
    examples: [
      'Task stopped before image pull could begin for task: arn:aws:ecs:eu-west-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
      'No container matching saved ID found',
    ],
  },
  {
    id: 'task.dependencies',
    says: ['Task dependencies cannot be resolved'],
    hints: ['dependencies cannot be resolved'],
    cause: 'Containers of the task wait for each other, or for a condition that cannot come',
    advice: 'Check the conditions in dependsOn, and the health checks that they wait for.',
    heal: 'maybe',
    confidence: 'medium',
    source: [agentMessages],
    examples: [
      'Task dependencies cannot be resolved, taskArn: arn:aws:ecs:eu-west-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
    ],
  },
];
