/** What AWS's own policies allow, as far as the sandbox knows it. Actions and resources are those that AWS publishes. */
const documents: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  'service-role/AmazonECSTaskExecutionRolePolicy': [
    {
      Effect: 'Allow',
      Action: [
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
      Resource: '*',
    },
  ],
  AmazonSSMReadOnlyAccess: [
    { Effect: 'Allow', Action: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'], Resource: '*' },
  ],
  AWSCodeDeployRoleForECS: [
    {
      Effect: 'Allow',
      Action: [
        'ecs:DescribeServices',
        'ecs:CreateTaskSet',
        'ecs:UpdateServicePrimaryTaskSet',
        'ecs:DeleteTaskSet',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:ModifyRule',
        'lambda:InvokeFunction',
        'cloudwatch:DescribeAlarms',
        'sns:Publish',
        's3:GetObject',
        's3:GetObjectVersion',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: '*',
      Condition: { StringLike: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
    },
  ],
  AmazonECSInfrastructureRolePolicyForLoadBalancers: [
    {
      Effect: 'Allow',
      Action: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: 'elasticloadbalancing:ModifyListener',
      Resource: [
        'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*',
        'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*',
      ],
    },
    {
      Effect: 'Allow',
      Action: 'elasticloadbalancing:ModifyRule',
      Resource: 'arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*',
    },
    {
      Effect: 'Allow',
      Action: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      Resource: ['arn:aws:elasticloadbalancing:*:*:targetgroup/*/*'],
    },
  ],
};

const awsPolicy = /^arn:[\w-]+:iam::aws:policy\/(.+)$/;

/** Whether an ARN names a policy of AWS's. All of them may be attached, also those whose content is not known here. */
export function isAwsPolicy(arn: string): boolean {
  return awsPolicy.test(arn);
}

/** The document of a policy of AWS's, as JSON; undefined if the sandbox does not know it. */
export function awsPolicyDocument(arn: string): string | undefined {
  const statements = documents[awsPolicy.exec(arn)?.[1] ?? ''];
  return statements && JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
