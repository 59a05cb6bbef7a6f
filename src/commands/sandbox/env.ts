import { sandboxAddress, sandboxFlags } from '../../cli/sandbox-address.ts';
import { BaseCommand } from '../../cli/base-command.ts';

// The sandbox checks no signatures, but clients insist on having something to sign with.
const credentials = { AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' };
// Clients prefer these to the key above, and would sign for a real account.
const inTheWay = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];

export default class SandboxEnv extends BaseCommand<typeof SandboxEnv> {
  static override summary = 'Print the variables that point AWS clients at the sandbox.';
  static override description =
    'Prints export lines for a shell: the endpoint, a key, a region. It asks nobody, so it works before the sandbox is started.';
  static override examples = [
    { description: 'Point this shell at the sandbox', command: 'eval "$(<%= config.bin %> sandbox env)"' },
    { description: 'At another port', command: 'eval "$(<%= config.bin %> sandbox env --port 4600)"' },
  ];

  static override flags = sandboxFlags;

  async run(): Promise<void> {
    const variables = {
      AWS_ENDPOINT_URL: sandboxAddress(this.flags.port, process.env),
      ...credentials,
      AWS_REGION: 'us-east-1',
      // boto3 and the aws CLI before version 2 read only this one.
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const unset = inTheWay.filter((name) => process.env[name] !== undefined);
    const lines = [
      ...unset.map((name) => `unset ${name}`),
      ...Object.entries(variables).map(([name, value]) => `export ${name}=${value}`),
    ];
    this.printExactly(lines.join('\n'), { variables, unset });
    await Promise.resolve();
  }
}
