import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { stopSandbox } from '../../sandbox/control-client.ts';

export default class SandboxStop extends SandboxCommand<typeof SandboxStop> {
  static override summary = 'Stop the sandbox that runs.';
  static override description =
    'Ends the sandbox, wherever it was started. Everything in it is gone. Ends with 7 when no sandbox answers.';
  static override examples = [
    { description: 'The sandbox at the usual port', command: '<%= config.bin %> sandbox stop' },
    { description: 'Another one', command: '<%= config.bin %> sandbox stop --port 4600' },
  ];

  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const { address } = await this.ask(stopSandbox);
    this.print(`Sandbox at ${address} stopped.`, { sandbox: { url: address, stopped: true } });
  }
}
