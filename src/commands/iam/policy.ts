import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { resolveService } from '../../cli/context.ts';
import { policyOrder } from '../../cli/policy-order.ts';
import { serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import { paletteFor } from '../../output/palette.ts';
import { EcsdeployError } from '../../model/error.ts';
import { policyCommands, type LeastPolicy } from '../../model/iam-policy.ts';
import { policyRemarks, policyText } from '../../output/policy-text.ts';
import { leastPolicy, leastPolicyOffline, type PolicyOrder } from '../../release/iam-policy/least-policy.ts';

export default class IamPolicy extends BaseCommand<typeof IamPolicy> {
  static override summary = 'Print the least IAM policy for a service of the configuration.';
  static override description =
    'Only what the configuration uses, on the ARNs that it names: for a role that runs ecsdeploy. AWS is asked what the service is like, with reads only; --offline asks nothing, and says what it does not know. A statement is named after the first command that needs it. What is left open is told on standard error.';
  static override examples = [
    {
      description: 'A policy for everything, into a file',
      command: '<%= config.bin %> iam policy api -e production > policy.json',
    },
    {
      description: 'For a pipeline that releases and does not approve',
      command: '<%= config.bin %> iam policy api -e production --commands deploy,rollback,resume,status',
    },
    {
      description: 'What each action is for',
      command: '<%= config.bin %> iam policy api -e production --format text',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    commands: Flags.option({ options: policyCommands, multiple: true, delimiter: ',' })({
      helpGroup: 'POLICY',
      env: 'ECSDEPLOY_IAM_POLICY_COMMANDS',
      helpValue: '<command,…>',
      description: 'Commands that the role is to run; all without it.',
    }),
    format: Flags.option({ options: ['json', 'text'] as const })({
      helpGroup: 'POLICY',
      env: 'ECSDEPLOY_IAM_POLICY_FORMAT',
      default: 'json',
      description: 'The policy document (json), or its actions by command with their reasons (text).',
    }),
    explain: Flags.boolean({
      helpGroup: 'POLICY',
      env: 'ECSDEPLOY_IAM_POLICY_EXPLAIN',
      description:
        'Tell the reasons with their resources: in the text, or beside the JSON on standard error.',
    }),
    offline: Flags.boolean({
      helpGroup: 'POLICY',
      env: 'ECSDEPLOY_IAM_POLICY_OFFLINE',
      description: 'Ask AWS nothing; what the files do not say becomes a *.',
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const order = await policyOrder(service, flags.commands);
    const policy = flags.offline
      ? leastPolicyOffline({ ...order, region: order.region ?? process.env['AWS_REGION'] })
      : await this.#ask(order);
    const { document, ...rest } = policy;
    const body = { policy: document, ...rest };
    const { explain } = flags;
    if (flags.format === 'text') this.print(policyText(policy, this.palette, { resources: explain }), body);
    else {
      if (explain) this.say(policyText(policy, paletteFor(this.terminal.stderr), { resources: true }));
      this.printExactly(JSON.stringify(document, null, 2), body);
    }
    for (const remark of policyRemarks(policy)) this.say(remark);
  }

  async #ask(order: PolicyOrder): Promise<LeastPolicy> {
    const wiring = this.wiring({ ...order.service, region: order.region });
    const isShown = !wiring.json && !wiring.quiet;
    try {
      return await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
        withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
          leastPolicy(context, order),
        ),
      );
    } catch (error) {
      const isRefused = error instanceof EcsdeployError && /^(?:credentials|permission)\./.test(error.code);
      if (isRefused) this.say('Without asking AWS: ecsdeploy iam policy --offline');
      throw error;
    }
  }
}
