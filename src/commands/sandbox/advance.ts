import { Args } from '@oclif/core';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { formatDuration, parseDuration } from '../../model/duration.ts';
import { advanceSandbox } from '../../sandbox/control-client.ts';

export default class SandboxAdvance extends SandboxCommand<typeof SandboxAdvance> {
  static override summary = 'Let time pass in the sandbox at once.';
  static override description =
    'Everything that is due in that time happens: tasks start, health checks run, deployments end. The clock goes on from there.';
  static override examples = [
    { description: 'Skip a bake time', command: '<%= config.bin %> sandbox advance 10m' },
    { description: 'A minute and a half', command: '<%= config.bin %> sandbox advance 1m30s' },
  ];

  static override args = {
    duration: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'How long, such as 90s, 10m, 1h30m.',
    }),
  };
  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const milliseconds = parseDuration(this.args.duration);
    const { address, answer } = await this.ask((url) => advanceSandbox(url, milliseconds));
    this.printStatus(address, answer, `${formatDuration(milliseconds)} passed.`);
  }
}
