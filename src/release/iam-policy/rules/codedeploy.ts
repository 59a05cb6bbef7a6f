import { applicationArn, configurationArn, groupArn } from '../arns.ts';
import type { PermissionRule } from '../permission-rule.ts';
import type { PolicySubject } from '../policy-subject.ts';
import { looking } from './commands.ts';

const application = (subject: PolicySubject): string[] =>
  subject.codeDeploy === undefined ? [] : [applicationArn(subject, subject.codeDeploy.application)];

const group = (subject: PolicySubject): string[] =>
  subject.codeDeploy === undefined
    ? []
    : [groupArn(subject, subject.codeDeploy.application, subject.codeDeploy.group)];

/** Also the one that has the names which the console gives, if it is looked for first. */
const triedGroups = (subject: PolicySubject): string[] => {
  const { tries } = subject.codeDeploy ?? {};
  return [
    ...group(subject),
    ...(tries === undefined ? [] : [groupArn(subject, tries.application, tries.group)]),
  ];
};

const configurations = (subject: PolicySubject): string[] => [configurationArn(subject)];

const isCodeDeploy = ({ codeDeploy }: PolicySubject): boolean => codeDeploy !== undefined;
const searches = ({ codeDeploy }: PolicySubject): boolean => codeDeploy?.searches ?? false;
const finds = ({ codeDeploy }: PolicySubject): boolean => codeDeploy?.findsConfiguration ?? false;

const everyone = [...looking, 'history', 'init', 'verify', 'migrate', 'prune', 'protect'] as const;

/** Only for a service whose deployment controller is CODE_DEPLOY. */
export const codeDeployPermissions: readonly PermissionRule[] = [
  { action: 'codedeploy:GetDeploymentGroup', on: triedGroups, commands: everyone, reason: 'group' },
  {
    action: 'codedeploy:ListDeployments',
    on: group,
    commands: [...looking, 'history', 'verify', 'migrate', 'prune', 'protect'],
    reason: 'codedeploy-history',
  },
  {
    action: 'codedeploy:BatchGetDeployments',
    on: group,
    commands: [...looking, 'history', 'verify', 'migrate', 'prune', 'protect'],
    reason: 'codedeploy-history',
  },
  {
    action: 'codedeploy:GetDeployment',
    on: group,
    commands: [...looking, 'history'],
    reason: 'codedeploy-look',
  },
  {
    action: 'codedeploy:GetDeploymentTarget',
    commands: [...looking, 'history'],
    reason: 'codedeploy-look',
    where: isCodeDeploy,
  },
  {
    action: 'codedeploy:GetDeploymentConfig',
    on: configurations,
    commands: [...looking, 'migrate'],
    reason: 'codedeploy-configuration',
    where: isCodeDeploy,
  },
  {
    action: 'codedeploy:CreateDeployment',
    on: group,
    commands: ['deploy', 'rollback'],
    reason: 'codedeploy-start',
  },
  {
    action: 'codedeploy:RegisterApplicationRevision',
    on: application,
    commands: ['deploy', 'rollback'],
    reason: 'codedeploy-app-spec',
  },
  {
    action: 'codedeploy:UpdateDeploymentGroup',
    on: group,
    commands: ['rollback'],
    reason: 'codedeploy-alarms',
    where: ({ codeDeploy }) => codeDeploy?.watchesAlarms ?? false,
  },
  {
    action: 'codedeploy:UpdateDeploymentGroup',
    on: group,
    commands: ['deploy'],
    reason: 'codedeploy-alarms',
    where: ({ codeDeploy }) => codeDeploy?.watchesGates ?? false,
  },
  {
    action: 'codedeploy:StopDeployment',
    commands: ['deploy', 'rollback', 'resume', 'approve', 'reject', 'abort'],
    reason: 'codedeploy-stop',
    where: isCodeDeploy,
  },
  {
    action: 'codedeploy:ContinueDeployment',
    commands: ['approve'],
    reason: 'codedeploy-continue',
    where: (subject) => isCodeDeploy(subject) && subject.pauses,
  },
  // Nothing that waits for somebody holds a rollback up. Whoever only releases is not to approve: a release that gates take back waits.
  {
    action: 'codedeploy:ContinueDeployment',
    commands: ['rollback'],
    reason: 'codedeploy-end-wait',
    where: (subject) => isCodeDeploy(subject) && subject.pauses,
  },
  {
    action: 'codedeploy:ListDeploymentConfigs',
    commands: ['deploy'],
    reason: 'codedeploy-find-configuration',
    where: finds,
  },
  {
    action: 'codedeploy:CreateDeploymentConfig',
    on: configurations,
    commands: ['deploy'],
    reason: 'codedeploy-new-configuration',
    where: finds,
  },
  {
    action: 'codedeploy:ListApplications',
    commands: everyone,
    reason: 'codedeploy-search',
    where: searches,
  },
  {
    action: 'codedeploy:BatchGetApplications',
    on: (subject) => [applicationArn(subject, '*')],
    commands: everyone,
    reason: 'codedeploy-search',
    where: searches,
  },
  {
    action: 'codedeploy:ListDeploymentGroups',
    on: (subject) => [applicationArn(subject, '*')],
    commands: everyone,
    reason: 'codedeploy-search',
    where: searches,
  },
  {
    action: 'codedeploy:BatchGetDeploymentGroups',
    on: (subject) => [groupArn(subject, '*', '*')],
    commands: everyone,
    reason: 'codedeploy-search',
    where: searches,
  },
];
