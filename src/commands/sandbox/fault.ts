import { Args, Flags } from '@oclif/core';
import { durationFlag } from '../../cli/duration-flag.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { EcsdeployError } from '../../model/error.ts';
import { describeFault } from '../../output/sandbox-status-text.ts';
import { clearFaults, injectFault, type Fault } from '../../sandbox/control-client.ts';

class NoFault extends EcsdeployError {
  constructor(message: string) {
    super({
      code: 'usage.no_fault',
      message,
      suggestions: [
        'For example: ecsdeploy sandbox fault DescribeServices --error ThrottlingException --rate 0.5',
      ],
    });
  }
}

export default class SandboxFault extends SandboxCommand<typeof SandboxFault> {
  static override summary = 'Make calls to the sandbox fail.';
  static override description =
    'Names an operation as AWS spells it, or * for all, and what goes wrong with it: an error, a late reply, or a reply that is lost after the effect. Which calls a rate hits comes from the seed.';
  static override examples = [
    {
      description: 'Throttle half of the looks',
      command: '<%= config.bin %> sandbox fault DescribeServices --error ThrottlingException --rate 0.5',
    },
    {
      description: 'Register the task definition, but lose the reply, once',
      command: '<%= config.bin %> sandbox fault RegisterTaskDefinition --lose-reply --count 1',
    },
    { description: 'Take all faults back', command: '<%= config.bin %> sandbox fault --clear' },
  ];

  static override args = {
    operation: Args.string({
      ignoreStdin: true,
      description: 'Operation such as UpdateService, or * for every one.',
    }),
  };
  static override flags = {
    ...sandboxFlags,
    error: Flags.string({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_ERROR',
      helpValue: '<Code>',
      description: 'Answer this error instead of having an effect.',
      exclusive: ['lose-reply'],
    }),
    'lose-reply': Flags.boolean({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_LOSE_REPLY',
      description: 'Have the effect, then break the connection before the reply.',
    }),
    delay: durationFlag({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_DELAY',
      description: 'Reply this much later, in sandbox time.',
    }),
    rate: numberFlag({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_RATE',
      min: 0,
      max: 1,
      description: 'Share of the calls that it hits, from 0 to 1; all without it.',
    }),
    count: Flags.integer({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_COUNT',
      min: 1,
      helpValue: '<number>',
      description: 'How many calls it hits before it is over; no end without it.',
    }),
    clear: Flags.boolean({
      helpGroup: 'FAULT',
      env: 'ECSDEPLOY_SANDBOX_FAULT_CLEAR',
      description: 'Take all faults back.',
      exclusive: ['error', 'lose-reply', 'delay', 'rate', 'count'],
    }),
  };

  async run(): Promise<void> {
    if (this.flags.clear) {
      const { address, answer } = await this.ask(clearFaults);
      this.printStatus(address, answer, 'No faults are in force.');
      return;
    }
    const fault = this.fault();
    const { address } = await this.ask((url) => injectFault(url, fault));
    this.print(`From now on ${describeFault(fault)}.`, { sandbox: { url: address }, fault });
  }

  private fault(): Fault {
    const { error, delay, rate, count } = this.flags;
    const { operation } = this.args;
    const loseReply = this.flags['lose-reply'];
    if (operation === undefined) throw new NoFault('no operation is named');
    if (error === undefined && delay === undefined && !loseReply)
      throw new NoFault(`nothing says what goes wrong with ${operation}`);
    return {
      operation,
      ...(error !== undefined && { error }),
      ...(delay !== undefined && { delay }),
      ...(rate !== undefined && { rate }),
      ...(count !== undefined && { count }),
      ...(loseReply && { loseReply }),
    };
  }
}
