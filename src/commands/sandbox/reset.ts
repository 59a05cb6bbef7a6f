import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { resetSandbox } from '../../sandbox/control-client.ts';

export default class SandboxReset extends SandboxCommand<typeof SandboxReset> {
  static override summary = 'Empty the sandbox.';
  static override description =
    'Forgets clusters, services, images, behaviours, traffic, metrics, faults and calls; the seed starts over, time goes on. What --demo brought is gone too.';
  static override examples = [
    { description: 'Start over with an empty account', command: '<%= config.bin %> sandbox reset' },
  ];

  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const { address, answer } = await this.ask(resetSandbox);
    this.printStatus(address, answer, 'The sandbox is empty.');
  }
}
