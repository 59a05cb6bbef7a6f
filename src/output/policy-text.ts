import {
  longestPolicy,
  policyCommands,
  type LeastPolicy,
  type Permission,
  type PolicyCommand,
  type PolicyGap,
} from '../model/iam-policy.ts';
import { count } from './count.ts';
import { describePermissionReason } from './describe-permission.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

const thousands = (number: number): string => number.toLocaleString('en-US');

/** A policy by command, each permission with its reason; with `resources` on what it is granted, too. */
export function policyText(policy: LeastPolicy, palette: Palette, { resources = false } = {}): string {
  const { service, permissions, characters } = policy;
  const actions = new Set(permissions.map(({ action }) => action)).size;
  const size = `${thousands(characters)} of ${thousands(longestPolicy)} characters`;
  const width = Math.max(0, ...permissions.map(({ action }) => action.length));
  const commands = policyCommands.filter((name) => permissions.some((one) => one.commands.includes(name)));
  return [
    palette.strong(`${harmless(service)}: ${count(actions, 'action')}, ${size}`),
    ...commands.flatMap((name) => ['', ...commandLines(name, permissions, { palette, width, resources })]),
    '',
  ].join('\n');
}

function commandLines(
  name: PolicyCommand,
  permissions: readonly Permission[],
  { palette, width, resources }: { palette: Palette; width: number; resources: boolean },
): string[] {
  const needed = permissions.filter(({ commands }) => commands.includes(name));
  return [
    palette.strong(name),
    ...needed.flatMap((permission) => {
      const { action, reason, optional } = permission;
      const goesOn = optional ? palette.faint(' (goes on without it)') : '';
      const line = `  ${action.padEnd(width)}  ${describePermissionReason(reason)}${goesOn}`;
      return resources ? [line, ...resourceLines(permission).map(palette.faint)] : [line];
    }),
  ];
}

function resourceLines({ resources, condition = {} }: Permission): string[] {
  const conditions = Object.values(condition).flatMap((keys) =>
    Object.entries(keys).map(([key, value]) => `where ${key} is ${value}`),
  );
  return [...resources, ...conditions].map((text) => `      ${harmless(text)}`);
}

/** What a policy leaves open, and whether it is too long: a sentence each. */
export function policyRemarks({ characters, gaps }: LeastPolicy): string[] {
  const tooLong =
    characters > longestPolicy
      ? [
          `The policy has ${thousands(characters)} characters, and IAM takes ${thousands(longestPolicy)} in a managed policy: make several of it with --commands, such as deploy,rollback for one.`,
        ]
      : [];
  return [...tooLong, ...gaps.map(describeGap)];
}

const remedies = {
  account: 'set `account` in ecsdeploy.yml',
  region: 'set `region` in ecsdeploy.yml, --region or AWS_REGION',
  family: 'set `taskDefinition` in ecsdeploy.yml',
  roles: 'set `taskDefinition` in ecsdeploy.yml',
} as const;

function describeGap(gap: PolicyGap): string {
  switch (gap.kind) {
    case 'unknown': {
      const { what } = gap;
      const verb = what === 'roles' ? 'are' : 'is';
      return `The ${what} ${verb} not known, so * stands in its place: ${remedies[what]}, or leave out --offline.`;
    }
    case 'not-asked':
      return 'AWS was not asked what the service is like: load balancer, deployment controller and alarms are taken to be as the configuration says.';
    case 'key-of-secret':
      return `Where a key of your own encrypts ${gap.secrets.map(harmless).join(', ')}, verify needs kms:Decrypt on that key as well.`;
    default:
      return gap satisfies never;
  }
}
