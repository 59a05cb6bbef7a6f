import { Args } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { resolveService } from '../../cli/context.ts';
import { serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import { releaseText } from '../../output/release-text.ts';
import { showRelease } from '../../release/history/show-release.ts';

export default class HistoryShow extends BaseCommand<typeof HistoryShow> {
  static override summary = 'Show one release: how it went, and what it changed.';
  static override description =
    'Its phases with their times as far as AWS tells them, why it went back, and the differences of task definition and service settings from what served before it; what may be secret is hidden. A name that fits no release exits with 5, one that fits several with 2, each with the releases that there are. Reads only.';
  static override examples = [
    {
      description: 'A release by its commit',
      command: '<%= config.bin %> history show 4f2a9c1 --cluster demo --service web',
    },
    {
      description: 'By its revision, for a script',
      command: `<%= config.bin %> history show web:12 api -e production --json | jq '.release.differences'`,
    },
  ];

  static override args = {
    release: Args.string({
      required: true,
      description:
        'Commit (seven characters at least), tag, digest, revision, family:revision, or id of a deployment or its beginning.',
      ignoreStdin: true,
    }),
    ...serviceArgument,
  };
  static override flags = { ...serviceFlags };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const details = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        showRelease(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
          release: args.release,
        }),
      ),
    );
    this.print(releaseText(details, this.palette), { release: details });
  }
}
