import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { explainInput } from '../cli/explain-input.ts';
import { explanationsText } from '../output/explanations-text.ts';

export default class Explain extends BaseCommand<typeof Explain> {
  static override summary = 'Say what a message of AWS, Docker or GitHub means, and what helps.';
  static override description =
    'Takes a message of ECS, CodeDeploy, ECR, IAM, CloudFormation, Docker or GitHub Actions, an exit code of a container, or a whole log from standard input: each cause once with a count, the most telling first. It needs no credentials, and sends nothing anywhere. What looks like a secret is masked. A message that it does not know is called unknown, and the command ends with 0 all the same. All messages that it knows: docs/reference/messages.md.';
  static override examples = [
    {
      description: 'One message',
      command:
        '<%= config.bin %> explain "CannotPullContainerError: image Manifest does not contain descriptor matching platform \'linux/amd64\'"',
    },
    { description: 'An exit code of a container', command: '<%= config.bin %> explain "exit code 137"' },
    {
      description: 'The log of a job',
      command: 'gh run view 12345 --log-failed | <%= config.bin %> explain',
    },
    {
      description: 'For a script',
      command: '<%= config.bin %> explain --json < deploy.log | jq -r .explanations[0].id',
    },
  ];

  static override args = {
    message: Args.string({
      description: 'The message, in quotes; without it, or with -, standard input is read.',
      // oclif would read a piped text as the argument, whole and without an end.
      ignoreStdin: true,
    }),
  };

  async run(): Promise<void> {
    const explanations = await explainInput(this.args.message, process.stdin);
    this.print(explanationsText(explanations, this.palette), { explanations });
  }
}
