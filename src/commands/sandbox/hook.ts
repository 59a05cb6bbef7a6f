import { Args, Flags } from '@oclif/core';
import { durationFlag } from '../../cli/duration-flag.ts';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { EcsdeployError } from '../../model/error.ts';
import { describeHook } from '../../output/sandbox-status-text.ts';
import { scriptHook, type ScriptedAnswer } from '../../sandbox/control-client.ts';

class NoAnswer extends EcsdeployError {
  constructor(functionName: string) {
    super({
      code: 'usage.no_answer',
      message: `nothing says what ${functionName} should answer`,
      suggestions: [
        `For example: ecsdeploy sandbox hook ${functionName} --answer IN_PROGRESS --answer FAILED`,
      ],
    });
  }
}

class InvalidDetails extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_details',
      message: `--details: ${JSON.stringify(text)} is not a JSON object`,
      suggestions: [`For example: --details '{"attempt":1}'`],
    });
  }
}

const words = [
  'SUCCEEDED',
  'FAILED',
  'IN_PROGRESS',
  'silent',
  'empty',
  'not-found',
  'denied',
  'no-role',
] as const;

export default class SandboxHook extends SandboxCommand<typeof SandboxHook> {
  static override summary = 'Say what a Lambda function answers to deployment hooks in the sandbox.';
  static override description =
    'Several answers are given in turn, the last one again and again. A function that nobody has told anything exists, and answers SUCCEEDED.';
  static override examples = [
    {
      description: 'A check that fails',
      command: '<%= config.bin %> sandbox hook check-it --answer FAILED',
    },
    {
      description: 'One that is asked three times before it is content',
      command:
        '<%= config.bin %> sandbox hook check-it --answer IN_PROGRESS --answer IN_PROGRESS --answer SUCCEEDED --call-back-delay 10s',
    },
    {
      description: 'One that never answers',
      command: '<%= config.bin %> sandbox hook check-it --answer silent',
    },
    {
      description: 'As nobody has told it anything',
      command: '<%= config.bin %> sandbox hook check-it --clear',
    },
  ];

  static override args = {
    function: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Name or ARN of the function.',
    }),
  };
  static override flags = {
    ...sandboxFlags,
    answer: Flags.option({ options: words, multiple: true })({
      helpGroup: 'HOOK',
      env: 'ECSDEPLOY_SANDBOX_HOOK_ANSWER',
      description:
        'What it answers; empty: without a status, not-found: it does not exist, denied: the role of the hook may not call it, no-role: ECS may not take that role.',
    }),
    'call-back-delay': durationFlag({
      helpGroup: 'HOOK',
      env: 'ECSDEPLOY_SANDBOX_HOOK_CALL_BACK_DELAY',
      dependsOn: ['answer'],
      description: 'When ECS asks again after IN_PROGRESS; after 30 s without it.',
    }),
    details: Flags.string({
      helpGroup: 'HOOK',
      env: 'ECSDEPLOY_SANDBOX_HOOK_DETAILS',
      helpValue: '<json>',
      dependsOn: ['answer'],
      description: 'hookDetails of its answers, which ECS hands to the next call.',
    }),
    clear: Flags.boolean({
      helpGroup: 'HOOK',
      env: 'ECSDEPLOY_SANDBOX_HOOK_CLEAR',
      description: 'Forget what it was told.',
      exclusive: ['answer', 'call-back-delay', 'details'],
    }),
  };

  async run(): Promise<void> {
    const functionName = this.args.function;
    const answers = this.answers();
    if (answers.length === 0 && !this.flags.clear) throw new NoAnswer(functionName);
    const { address } = await this.ask((url) => scriptHook(url, functionName, answers));
    this.print(`From now on ${describeHook(functionName, answers)}.`, {
      sandbox: { url: address },
      function: functionName,
      answers,
    });
  }

  private answers(): ScriptedAnswer[] {
    const delay = this.flags['call-back-delay'];
    const more = {
      ...(delay !== undefined && { callBackDelay: delay / 1000 }),
      ...(this.flags.details !== undefined && { hookDetails: readDetails(this.flags.details) }),
    };
    return (this.flags.answer ?? []).map((word): ScriptedAnswer => {
      switch (word) {
        case 'SUCCEEDED':
        case 'FAILED':
        case 'IN_PROGRESS':
          return { kind: 'answer', hookStatus: word, ...more };
        case 'empty':
          return { kind: 'answer', ...more };
        default:
          return { kind: word };
      }
    });
  }
}

function readDetails(text: string): Readonly<Record<string, unknown>> {
  try {
    const details: unknown = JSON.parse(text);
    if (typeof details === 'object' && details !== null && !Array.isArray(details)) {
      return details as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Said below.
  }
  throw new InvalidDetails(text);
}
