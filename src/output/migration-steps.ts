import type { Migration } from '../model/migration.ts';
import { harmless } from './harmless.ts';
import { createRole, deleteGroup, modifyRule, updateService } from './migration-commands.ts';
import { settingsAsYaml } from './settings-as-yaml.ts';

/** A step on the way: what to do, with which commands, and how to go back from there. */
export interface MigrationStep {
  readonly title: string;
  readonly why: readonly string[];
  readonly commands: readonly string[];
  readonly back: readonly string[];
}

/**
 * The steps of a migration, in the order that AWS gives them: what takes effect is late, and what can be taken back comes before it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-codedeploy-to-ecs-bluegreen.html
 * @param name the key of the service in ecsdeploy.yml
 */
export function migrationSteps(migration: Migration, name: string): MigrationStep[] {
  const rules = forwardToBoth(migration);
  const handOver = 3 + rules.length;
  return [
    createRoles(migration, handOver),
    ...rules,
    {
      title: 'Stop whatever starts deployments of CodeDeploy: pipelines, schedules, people',
      why: ['The next step is refused while one is in progress.'],
      commands: [],
      back: ['let them go on'],
    },
    {
      title: 'Hand the service to ECS: the step that is not taken back',
      why: [
        'It starts a deployment of what runs now. Hooks and approvals come with the first release after it.',
      ],
      commands: updateService(migration),
      back: [
        "AWS's list of valid changes has none from ECS to CODE_DEPLOY. To have CodeDeploy again, create the service",
        'anew beside this one, and move the listener. A bad version is no reason: ECS takes it back.',
      ],
    },
    seeThrough(migration),
    {
      title: 'Let ecsdeploy.yml say it, in place of what it says of CodeDeploy',
      why:
        migration.settings.hooks === undefined
          ? []
          : ['Rewrite the functions first: see "What will differ".'],
      commands: settingsAsYaml({ ...migration, ...migration.service, name }),
      back: ['leave the file as it was'],
    },
    {
      title: 'Release once, and go back once, while somebody looks',
      why: [],
      commands: [`ecsdeploy deploy ${name} --force`, `ecsdeploy rollback ${name}`],
      back: ['the second command is the way back'],
    },
    {
      title: `Delete the group ${harmless(migration.group.group)}, and its service role if nothing else takes it`,
      why: [`It cannot release this service any more since step ${handOver}.`],
      commands: [deleteGroup(migration)],
      back: [],
    },
  ];
}

function createRoles({ roles, listeners }: Migration, handOver: number): MigrationStep {
  const [first] = roles;
  const whose = listeners.length === 1 ? 'a rule' : 'rules';
  return {
    title: `Create the ${roles.length === 1 ? 'role' : 'roles'} that ECS takes to change ${whose}${roles.length === 1 ? '' : ' and to ask functions'}`,
    why: [
      'The service role of CodeDeploy does not count here. Leave out what the account has already.',
      ...(first === undefined ? [] : [`Whoever takes step ${handOver} needs iam:PassRole on ${first.arn}.`]),
    ],
    commands: roles.flatMap(createRole),
    back: ['delete what was created; nothing uses it yet'],
  };
}

function forwardToBoth({ listeners, targetGroups, region }: Migration): MigrationStep[] {
  const changed = listeners.flatMap((one) =>
    one.change === undefined ? [] : [{ listener: one, change: one.change }],
  );
  if (changed.length === 0) return [];
  const [only] = changed;
  return [
    {
      title: `Have ${changed.length === 1 ? `the ${only?.listener.purpose ?? ''} rule` : 'the rules'} forward to both target groups, all of it to ${harmless(targetGroups.serving.name)} as now`,
      why: ['No production request moves, and CodeDeploy goes on working with that.'],
      commands: changed.map(({ listener, change }) => modifyRule(listener, change.after, region)),
      back: changed.map(({ listener, change }) => modifyRule(listener, change.before, region)),
    },
  ];
}

function seeThrough({ service }: Migration): MigrationStep {
  const flags = `--cluster ${service.cluster} --service ${service.service}`;
  return {
    title: 'See it through, and look who serves',
    why: [],
    commands: [`ecsdeploy watch ${flags}`, `ecsdeploy status ${flags}`],
    back: [`while it is in progress: ecsdeploy abort ${flags}`],
  };
}
