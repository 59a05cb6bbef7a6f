import { deniedCall } from './advice.ts';
import type { CatalogueEntry } from './entry.ts';
import { ecsGuide, thread } from './sources.ts';

/** Who we are, and what we may. */
export const credentials: readonly CatalogueEntry[] = [
  {
    id: 'credentials.expired',
    says: [
      'security token included in the request is expired',
      'provided token has expired',
      'ExpiredTokenException',
      'ExpiredToken:',
      '(ExpiredToken)',
    ],
    hints: ['security token … expired', 'credentials … expired', 'token has expired'],
    cause: 'The credentials of this session have expired; what the deployment came to is unknown',
    advice:
      'Raise role-duration-seconds of the login step and MaxSessionDuration of the role (1 hour by default), and run `ecsdeploy status` to see how the service stands.',
    heal: 'retry',
    source: [thread('aws-actions/configure-aws-credentials', 488)],
    examples: [
      'The security token included in the request is expired',
      'ExpiredTokenException: The security token included in the request is expired',
      'The provided token has expired.',
      'An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.',
    ],
  },
  {
    id: 'credentials.missing',
    says: [
      'Unable to locate credentials',
      'Could not load credentials from any providers',
      'NoCredentialProviders',
    ],
    hints: ['locate credentials', 'load credentials'],
    cause: 'There are no AWS credentials',
    advice:
      'Log in first: a login step in the job, a profile (`--profile`), or `aws sso login`; `aws sts get-caller-identity` says whether there are any.',
    heal: 'never',
    source: ['https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html'],
    examples: [
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
      'Could not load credentials from any providers',
    ],
  },
  {
    id: 'credentials.invalid',
    says: [
      'security token included in the request is invalid',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
    ],
    hints: ['SignatureDoesNotMatch'],
    cause: 'AWS does not know these credentials: mistyped, deleted, or of another partition or region',
    advice:
      'Try `aws sts get-caller-identity`; temporary credentials need AWS_SESSION_TOKEN beside the two keys.',
    heal: 'never',
    source: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html'],
    examples: ['UnrecognizedClientException: The security token included in the request is invalid.'],
  },
  {
    id: 'credentials.oidc-trust',
    says: ['not authorized to perform sts:AssumeRoleWithWebIdentity', 'could not assume role with OIDC'],
    hints: ['AssumeRoleWithWebIdentity … denied', 'AssumeRoleWithWebIdentity'],
    cause:
      'The role does not trust this job: its condition on sub or aud fits another repository, branch or environment',
    advice:
      "Compare the subject of the job's token with the condition of the role's trust policy; a job with `environment:` has the subject repo:OWNER/REPO:environment:NAME.",
    heal: 'never',
    source: [
      'https://docs.github.com/en/actions/concepts/security/openid-connect',
      'https://github.com/aws-actions/configure-aws-credentials#oidc',
    ],
    examples: ['Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
  },
  {
    id: 'permission.pass-role',
    says: ['not authorized to perform: iam:PassRole'],
    hints: ['iam:PassRole'],
    cause: 'Whoever deploys may not hand the role <resource|of the task> to ECS',
    advice:
      'Allow iam:PassRole on <resource|the role> to <principal|whoever deploys>, with the condition iam:PassedToService = ecs-tasks.amazonaws.com; the task role and the execution role both need it.',
    heal: 'never',
    reads: deniedCall,
    source: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      thread('aws/serverless-application-model', 2247),
    ],
    examples: [
      'User: arn:aws:sts::123456789012:assumed-role/github-deploy/session is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/ecsTaskExecutionRole because no identity-based policy allows the iam:PassRole action',
    ],
  },
  {
    id: 'permission.explicit-deny',
    says: ['is not authorized to perform: … explicit deny'],
    hints: ['with an explicit deny'],
    cause: 'A policy forbids <principal|the caller> to call <action|what the message names>',
    advice:
      'Find the Deny for <action|it> on <resource|the resource>: an identity policy, a permissions boundary, or a service control policy of the organisation. Allowing it elsewhere does not help.',
    heal: 'never',
    reads: deniedCall,
    source: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html'],
    examples: [
      'User: arn:aws:sts::123456789012:assumed-role/github-deploy/session is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:123456789012:service/prod/web with an explicit deny in a service control policy',
    ],
  },
  {
    id: 'permission.resource-policy',
    says: ['is not authorized to perform: … no resource-based policy allows'],
    hints: ['no resource-based policy allows'],
    cause:
      'The policy of <resource|the resource> does not let <principal|the caller> call <action|what the message names>',
    advice:
      'Allow <action|it> to <principal|the caller> in the policy of <resource|the resource> itself: a repository or key of another account has its own policy, which must agree too.',
    heal: 'never',
    reads: deniedCall,
    source: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html'],
    examples: [
      'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:210987654321:key/0f5f1c1e-0000-4000-8000-000000000000 because no resource-based policy allows the kms:Decrypt action',
    ],
  },
  {
    id: 'permission.missing',
    says: ['is not authorized to perform: '],
    hints: [
      'is not authorized to perform',
      'no identity-based policy allows',
      'AccessDeniedException',
      'AccessDenied',
      'UnauthorizedOperation',
      'is not authorized',
    ],
    cause: '<principal|The caller> may not call <action|what the message names>',
    advice: 'Allow <action|it> on <resource|the resource> to <principal|the caller>.',
    heal: 'never',
    reads: deniedCall,
    source: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html'],
    examples: [
      'User: arn:aws:sts::123456789012:assumed-role/github-deploy/session is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:123456789012:service/prod/web because no identity-based policy allows the ecs:UpdateService action',
      'An error occurred (AccessDeniedException) when calling the RegisterTaskDefinition operation: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:RegisterTaskDefinition on resource: *',
    ],
  },
  {
    id: 'role.not-assumable',
    says: ["unable to assume the role '"],
    hints: ['unable to assume the role', 'unable to assume role', 'proper trust relationship'],
    cause: 'ECS cannot assume <role|a role of the task>',
    advice:
      'Its trust policy must allow ecs-tasks.amazonaws.com, and the role must exist; one that is a minute old may just need time.',
    heal: 'maybe',
    reads: [/assume (?:the )?role '?(?<role>arn:[^\s']+)/i],
    source: [ecsGuide('task_execution_IAM_role'), thread('pulumi/pulumi-awsx', 927)],
    examples: [
      "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-task' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
      "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-task' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
    ],
  },
  {
    id: 'role.service-role',
    says: [
      'unable to assume role and validate the specified targetGroupArn',
      'unable to assume role and validate the listeners',
    ],
    hints: ['verify that the ECS service role'],
    cause:
      "ECS's service role cannot read the target group, the group does not exist, or the role is seconds old",
    advice:
      'Check that the role AWSServiceRoleForECS exists, and the ARN of the target group; repeat the call once if the role was just created.',
    heal: 'retry',
    source: [
      ecsGuide('using-service-linked-roles'),
      thread('aws/amazon-ecs-cli', 21),
      thread('hashicorp/terraform', 4375),
    ],
    examples: [
      'Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.',
      'Unable to assume role and validate the listeners configured on your load balancer. Please verify that the ECS service role being passed has the proper permissions.',
    ],
  },
  {
    id: 'permission.changed',
    says: ['IAM permissions policies have been misconfigured or changed'],
    cause: 'The policies of a role changed under the running service, and ECS can no longer maintain it',
    advice: "Restore the permissions of the service's roles; the service recovers by itself then.",
    heal: 'never',
    source: [ecsGuide('service-event-messages-list')],
    examples: [
      'IAM permissions policies have been misconfigured or changed, and ECS can no longer maintain your service',
    ],
  },
  {
    id: 'role.trust-changed',
    says: ['IAM trust relationship has been misconfigured or changed'],
    hints: ['trust relationship has been'],
    cause: 'The trust policy of a role changed under the running service, and ECS can no longer maintain it',
    advice:
      'Restore the trust policy: ecs.amazonaws.com for the service role, ecs-tasks.amazonaws.com for those of tasks.',
    heal: 'never',
    source: [ecsGuide('service-event-messages-list')],
    examples: [
      'IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service',
    ],
  },
];
