import type { Command } from '@oclif/core';
import type { ServerStatus } from '../sandbox/control-client.ts';
import { sandboxStatusText } from '../output/sandbox-status-text.ts';
import { BaseCommand } from './base-command.ts';
import { sandboxAddress } from './sandbox-address.ts';
import { withSandboxErrors } from './sandbox-failure.ts';

/** What the commands share that talk to a sandbox that runs. */
export abstract class SandboxCommand<T extends typeof Command> extends BaseCommand<T> {
  /** Asks the sandbox at the address that flags and environment give. */
  protected async ask<Answer>(
    question: (address: string) => Promise<Answer>,
  ): Promise<{ address: string; answer: Answer }> {
    const address = sandboxAddress(this.port, process.env);
    return { address, answer: await withSandboxErrors(question(address)) };
  }

  protected printStatus(address: string, status: ServerStatus, done?: string): void {
    const text = `${sandboxStatusText(address, status)}${done === undefined ? '' : `${done}\n`}`;
    this.print(text, { sandbox: { url: address, ...status } });
  }

  private get port(): number | undefined {
    const { port } = this.flags as { readonly port?: number | undefined };
    return port;
  }
}
