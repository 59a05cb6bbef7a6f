import type { CatalogueEntry } from './entry.ts';
import { apiReference, codeDeployGuide, file, thread } from './sources.ts';

const guide = codeDeployGuide('troubleshooting-ecs');
const codes = codeDeployGuide('error-codes');
const appSpec = codeDeployGuide('reference-appspec-file-structure-resources');

/** Deployments through CodeDeploy. */
export const codeDeploy: readonly CatalogueEntry[] = [
  {
    id: 'codedeploy.busy',
    says: ['already has an active Deployment', 'DeploymentLimitExceededException'],
    hints: ['has an active Deployment'],
    cause: 'The deployment <deployment|that runs> of the group is still in progress',
    advice:
      'Wait for it (`ecsdeploy deploy --if-busy wait`), follow it (`ecsdeploy watch`), or stop it (`ecsdeploy abort`).',
    heal: 'retry',
    reads: [/active Deployment '(?<deployment>d-\w+)'/i],
    source: [apiReference('codedeploy', 'CreateDeployment'), thread('CircleCI-Public/aws-ecs-orb', 181)],
    examples: ["The Deployment Group 'DgpECS-prod-web' already has an active Deployment 'd-ABCDEF123'"],
  },
  {
    id: 'codedeploy.no-revision',
    says: ['RevisionLocation must be specified', 'RevisionRequiredException'],
    cause: 'The deployment was created without an AppSpec',
    advice: 'Pass one: revisionType AppSpecContent, with its text.',
    heal: 'never',
    source: [apiReference('codedeploy', 'CreateDeployment'), thread('aws/aws-cli', 4256)],
    examples: ['RevisionLocation must be specified'],
  },
  {
    id: 'codedeploy.bad-appspec',
    says: ['InvalidRevisionException', 'INVALID_REVISION', 'revision was specified in an invalid format'],
    cause: 'CodeDeploy cannot read the AppSpec',
    advice:
      'It needs version 0.0, and Resources[].TargetService.Properties with TaskDefinition and LoadBalancerInfo (ContainerName, ContainerPort); `ecsdeploy render --appspec` prints a right one.',
    heal: 'never',
    source: [appSpec, thread('aws-actions/amazon-ecs-deploy-task-definition', 76)],
    examples: [
      'InvalidRevisionException: The revision was specified in an invalid format.',
      'INVALID_REVISION',
    ],
  },
  {
    id: 'codedeploy.bundle-type',
    says: ['BundleType must be either YAML or JSON'],
    cause: 'A pipeline handed over a bundle of files, where a deployment to ECS takes an AppSpec',
    advice: 'Use the action CodeDeployToECS in the pipeline, or pass an AppSpec.',
    heal: 'never',
    confidence: 'medium',
    source: ['https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html'],
    examples: ['BundleType must be either YAML or JSON'],
  },
  {
    id: 'codedeploy.no-group',
    says: ['No Deployment Group found for name', 'DeploymentGroupDoesNotExistException'],
    hints: ['deployment group … does not exist', 'DoesNotExistException … deployment'],
    cause: 'There is no deployment group <group|of this name> here',
    advice:
      'Check application, group and region; the defaults are DgpECS-CLUSTER-SERVICE in AppECS-CLUSTER-SERVICE.',
    heal: 'never',
    reads: [/found for name: (?<group>\S+)/i],
    source: [
      apiReference('codedeploy', 'GetDeploymentGroup'),
      file('aws-actions/amazon-ecs-deploy-task-definition', 'action.yml'),
    ],
    examples: ['No Deployment Group found for name: DgpECS-prod-wbe'],
  },
  {
    id: 'codedeploy.no-application',
    says: ['ApplicationDoesNotExistException', 'No application found for name'],
    hints: ['application … does not exist with the user or AWS account'],
    cause: 'There is no such CodeDeploy application here',
    advice: 'Check application and region; the default is AppECS-CLUSTER-SERVICE.',
    heal: 'never',
    source: [apiReference('codedeploy', 'GetApplication')],
    examples: [
      'An error occurred (ApplicationDoesNotExistException) when calling the CreateDeployment operation: No application found for name: AppECS-prod-wbe',
    ],
  },
  {
    id: 'codedeploy.other-controller',
    says: ['must be configured for a CODE_DEPLOY deployment controller', 'InvalidECSServiceException'],
    hints: ['for a CODE_DEPLOY deployment controller'],
    cause: 'The service of the group is released by ECS itself, not by CodeDeploy',
    advice:
      "Use ECS's own strategies (`ecsdeploy deploy`), or create the service with the controller CODE_DEPLOY.",
    heal: 'never',
    source: [apiReference('codedeploy', 'CreateDeploymentGroup')],
    examples: ["Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller."],
  },
  {
    id: 'codedeploy.elb-info',
    says: ['loadBalancerInfo must not contain elbInfo list'],
    hints: ['elbInfo'],
    cause: 'The deployment group names a classic load balancer',
    advice: 'Give it a pair of target groups (targetGroupPairInfoList).',
    heal: 'never',
    source: [apiReference('codedeploy', 'TargetGroupPairInfo')],
    examples: ['For ECS deployment group, loadBalancerInfo must not contain elbInfo list'],
  },
  {
    id: 'codedeploy.never-healthy',
    says: ['timed out while waiting for the replacement task set to become healthy'],
    hints: ['replacement task set'],
    cause: 'The new tasks did not become healthy in the time that CodeDeploy waits (60 minutes)',
    advice:
      'Look why they stop or fail their health checks: `ecsdeploy diagnose`, or the stopped tasks of the service.',
    heal: 'never',
    kind: 'symptom',
    source: [guide],
    examples: [
      'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    ],
  },
  {
    id: 'codedeploy.not-continued',
    says: ['timed out while waiting for a notification to continue'],
    hints: ['notification to continue'],
    cause: 'Nobody let the deployment go on within <minutes|its> minutes',
    advice: 'Release it again and answer in time (`ecsdeploy approve`), or let the group wait longer.',
    heal: 'never',
    reads: [/time out period is (?<minutes>\d+) minutes/i],
    source: [codes],
    examples: [
      'The deployment timed out while waiting for a notification to continue. This time out period is 60 minutes.',
    ],
  },
  {
    id: 'codedeploy.hook-silent',
    says: ['timed out while waiting for a status callback'],
    hints: ['status callback'],
    cause: 'A hook function never said how it ended',
    advice: 'It must call PutLifecycleEventHookExecutionStatus within an hour; read its log.',
    heal: 'never',
    source: [guide],
    examples: [
      'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    ],
  },
  {
    id: 'codedeploy.hook-failed',
    says: ['one or more of the lifecycle event validation functions failed', 'HOOK_EXECUTION_FAILURE'],
    hints: ['lifecycle event validation'],
    cause: 'A hook function said no',
    advice: "Read the function's log in CloudWatch (/aws/lambda/ and its name) for its reason.",
    heal: 'never',
    source: [guide],
    examples: [
      'The deployment failed because one or more of the lifecycle event validation functions failed.',
    ],
  },
  {
    id: 'codedeploy.role',
    says: ['does not give you permission to perform operations in the following AWS service'],
    hints: ['does not give you permission'],
    cause:
      'The service role <role|of the message> of the deployment group may not use <service|what it needs>',
    advice: 'Attach AWSCodeDeployRoleForECS to it.',
    heal: 'never',
    reads: [/The IAM role (?<role>arn:\S+)/i, /AWS service: (?<service>\w+)/i],
    source: [guide, codeDeployGuide('getting-started-create-service-role')],
    examples: [
      'The IAM role arn:aws:iam::123456789012:role/codedeploy does not give you permission to perform operations in the following AWS service: AWSLambda.',
    ],
  },
  {
    id: 'codedeploy.listener',
    says: [
      'Primary taskset target group must be behind listener',
      'The ELB could not be updated due to the following error',
    ],
    hints: ['taskset target group', 'The ELB could not be updated'],
    cause: 'A listener of the deployment group forwards to another target group than the one that serves',
    advice:
      'Point both listeners at the target group that serves now, and deploy again; have Terraform ignore the actions of the listeners.',
    heal: 'never',
    source: [guide],
    examples: [
      'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/0123456789abcdef',
    ],
  },
  {
    id: 'codedeploy.ecs-refused',
    says: ['The ECS service cannot be updated due to an unexpected error'],
    hints: ['ECS_UPDATE_ERROR'],
    cause: 'ECS refused what CodeDeploy asked of it: <reason|see the message>',
    advice: 'The reason of ECS stands in the message; explain it by itself.',
    heal: 'never',
    confidence: 'medium',
    reads: [/unexpected error: (?<reason>.+?)(?: \(Service: |$)/i],
    source: [codes],
    examples: [
      'The ECS service cannot be updated due to an unexpected error: The primary task set cannot be changed now. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException; Request ID: 1b2c3d4e-0000-4000-8000-000000000000; Proxy: null). Check your ECS service status.',
    ],
  },
  {
    id: 'codedeploy.already-completed',
    says: ['DeploymentAlreadyCompletedException', 'The deployment is already complete'],
    hints: ['deployment is already complete'],
    cause: 'The deployment had ended before it could be stopped',
    advice: 'To go back now, start a deployment of the revision before: `ecsdeploy rollback`.',
    heal: 'never',
    source: [apiReference('codedeploy', 'StopDeployment')],
    examples: ['DeploymentAlreadyCompletedException: The deployment is already complete.'],
  },
];
