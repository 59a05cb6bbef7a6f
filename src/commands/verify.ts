import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { resolveServices } from '../cli/context.ts';
import { imagesFlag, servicesArgument, serviceFlags, taskDefinitionFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { verifyExitCode } from '../cli/verify-exit-code.ts';
import { verifyRequests } from '../cli/verify-requests.ts';
import { withContexts } from '../cli/wire.ts';
import { serviceName } from '../model/service-ref.ts';
import { preflightJson } from '../output/preflight-json.ts';
import { preflightText } from '../output/preflight-text.ts';
import { verifyServices } from '../release/preflight/verify-services.ts';

export default class Verify extends BaseCommand<typeof Verify> {
  static override summary = 'Check before a release what it would fail for.';
  static override description =
    'Holds the task definition of the configuration, or what runs now, and the service against AWS: images, secrets, parameters, log groups, roles, target groups, percents, alarms, who rolls back. Reads only. What the credentials may not read is skipped, with the action that it needs. Exit code 32 where there is an error.';
  static override examples = [
    { description: 'Check a service', command: '<%= config.bin %> verify --cluster demo --service web' },
    {
      description: 'Check all services of an environment, and take warnings as seriously as errors',
      command: '<%= config.bin %> verify --all --environment production --strict',
    },
    {
      description: 'See, while all is well, whether there is a way back',
      command: '<%= config.bin %> verify api -e production --rollback',
    },
    {
      description: 'The errors, for a script',
      command: `<%= config.bin %> verify api -e production --json | jq '.verification[].results[] | select(.severity == "error")'`,
    },
  ];

  static override args = servicesArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    'task-definition': taskDefinitionFlags['task-definition'],
    all: Flags.boolean({
      helpGroup: 'SEVERAL SERVICES',
      env: 'ECSDEPLOY_ALL',
      description: 'Verify all services of the configuration file.',
    }),
    rollback: Flags.boolean({
      helpGroup: 'SAFETY',
      env: 'ECSDEPLOY_ROLLBACK',
      description:
        'Look besides whether the service could go back now: revision, images, lifecycle policies, secrets, roles, target groups of the release before.',
    }),
    strict: Flags.boolean({
      helpGroup: 'SAFETY',
      env: 'ECSDEPLOY_STRICT',
      description: 'Exit with 32 for warnings as well.',
    }),
  };

  protected override readonly isForThePageOfTheRun = true;

  async run(): Promise<void> {
    const { flags, args } = this;
    const services = await resolveServices({ ...flags, names: args.names ?? [] });
    const requests = await verifyRequests(services, flags);
    const wiring = { ...this.wiringOfRun(), services: requests.map(({ service }) => serviceName(service)) };
    const isShown = !wiring.json && !wiring.quiet;
    const reports = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContexts({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (contextOf) =>
        verifyServices(
          requests.map((request, index) => ({
            request,
            context: contextOf(serviceName(request.service), services[index]?.region),
          })),
        ),
      ),
    );
    this.print(
      preflightText(reports, this.palette),
      { verification: preflightJson(reports) },
      verifyExitCode(reports, flags.strict),
    );
  }
}
