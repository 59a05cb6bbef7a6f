/** The way out that a task needs to pull images and read secrets. */
export const checkNetwork =
  'Give the task a way out: a NAT gateway, VPC endpoints (ecr.api, ecr.dkr, logs, S3 gateway), or assignPublicIp in a public subnet; and let its security group out on port 443.';

/** Values of AWS's sentence about a missing permission. */
export const deniedCall: readonly RegExp[] = [
  /User: (?<principal>[^\s]+)/i,
  /not authorized to perform:? ?(?<action>[\w-]+:\w+)/i,
  /on resource:? ?(?<resource>[^\s]+)/i,
];
