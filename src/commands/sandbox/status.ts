import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { sandboxStatus } from '../../sandbox/control-client.ts';

export default class SandboxStatus extends SandboxCommand<typeof SandboxStatus> {
  static override summary = 'Show the sandbox that runs.';
  static override description =
    'Says where it listens, its account, time, speed and seed, how much it holds, and which faults are in force. Ends with 7 when no sandbox answers.';
  static override examples = [
    { description: 'The sandbox at the usual port', command: '<%= config.bin %> sandbox status' },
    {
      description: 'Another one, for a script',
      command: '<%= config.bin %> sandbox status --port 4600 --json',
    },
  ];

  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const { address, answer } = await this.ask(sandboxStatus);
    this.printStatus(address, answer);
  }
}
