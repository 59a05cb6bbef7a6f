import { BaseCommand } from '../../cli/base-command.ts';
import { resolveService } from '../../cli/context.ts';
import { dryRunFlag, serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import { EcsdeployError } from '../../model/error.ts';
import { migrationText } from '../../output/migration-text.ts';
import { migrateToNative } from '../../release/migrate/migrate-to-native.ts';

/** Whoever leaves --dry-run out expects something to be done. */
class OnlyDryRun extends EcsdeployError {
  constructor() {
    super({
      code: 'usage.dry_run_only',
      message: 'This version only prints what a migration takes, and changes nothing',
      suggestions: ['Add --dry-run, and take the steps that it prints.'],
    });
  }
}

export default class MigrateCodedeployToNative extends BaseCommand<typeof MigrateCodedeployToNative> {
  static override summary = "Show what it takes to move a service from CodeDeploy to ECS's own strategies.";
  static override description =
    'Reads the service, its deployment group, the listeners with their rules, and the last AppSpec, and prints for just this service: which rules to change, the roles to create, the `aws ecs update-service` that hands it to ECS, ecsdeploy.yml for afterwards, what will differ, and how to go back from each step. Needs --dry-run: this version changes nothing. Refused (10) is a service that ECS could not release as CodeDeploy does.';
  static override examples = [
    {
      description: 'The steps for one service',
      command: '<%= config.bin %> migrate codedeploy-to-native --dry-run --cluster demo --service web',
    },
    {
      description: 'The input of update-service, for a script',
      command:
        '<%= config.bin %> migrate codedeploy-to-native api -e production --dry-run --json | jq .migration.updateService',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags, ...dryRunFlag };

  async run(): Promise<void> {
    const { flags, args } = this;
    if (!flags['dry-run']) throw new OnlyDryRun();
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const migration = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        migrateToNative(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
        }),
      ),
    );
    this.print(migrationText(migration, service.name, this.palette), { migration });
  }
}
