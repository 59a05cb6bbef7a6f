/** The AWS services that the sandbox plays, under the names they sign requests with where those are plain. */
export type ServiceName =
  | 'ecs'
  | 'ecr'
  | 'elbv2'
  | 'events'
  | 'application-autoscaling'
  | 'cloudwatch'
  | 'codedeploy'
  | 'logs'
  | 'scheduler'
  | 'ssm'
  | 'secretsmanager'
  | 'iam'
  | 'sts';
