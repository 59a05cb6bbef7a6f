/** The AWS services that the sandbox plays, under the names they sign requests with where those are plain. */
export type ServiceName =
  | 'ecs'
  | 'ecr'
  | 'elbv2'
  | 'application-autoscaling'
  | 'cloudwatch'
  | 'codedeploy'
  | 'logs'
  | 'ssm'
  | 'secretsmanager'
  | 'iam'
  | 'sts';
