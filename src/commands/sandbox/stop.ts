import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { stopSandbox } from '../../sandbox/control-client.ts';
import { removeAbandonedContainers } from '../../sandbox/runtime/abandoned-containers.ts';

export default class SandboxStop extends SandboxCommand<typeof SandboxStop> {
  static override summary = 'Stop the sandbox that runs.';
  static override description =
    'Ends the sandbox, wherever it was started. Everything in it is gone, its containers too, and those of sandboxes that were killed. Ends with 7 when no sandbox answers.';
  static override examples = [
    { description: 'The sandbox at the usual port', command: '<%= config.bin %> sandbox stop' },
    { description: 'Another one', command: '<%= config.bin %> sandbox stop --port 4600' },
  ];

  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const { address } = await this.ask(async (url) => {
      try {
        await stopSandbox(url);
      } finally {
        // One that was killed cannot remove its containers itself.
        await removeAbandonedContainers();
      }
    });
    this.print(`Sandbox at ${address} stopped.`, { sandbox: { url: address, stopped: true } });
  }
}
