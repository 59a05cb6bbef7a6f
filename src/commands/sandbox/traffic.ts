import { Args, Flags } from '@oclif/core';
import { numberFlag } from '../../cli/number-flag.ts';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { describeTraffic } from '../../output/sandbox-status-text.ts';
import { setTraffic } from '../../sandbox/control-client.ts';

export default class SandboxTraffic extends SandboxCommand<typeof SandboxTraffic> {
  static override summary = 'Let simulated requests come to a load balancer of the sandbox.';
  static override description =
    'Nobody sends them: what would become of them, by weights, healthy targets and how images behave, shows in the metrics of CloudWatch. They come until they are 0 a second, or the sandbox is reset. Each listener has its own; 0 a second without a port ends all of the load balancer.';
  static override examples = [
    {
      description: 'Ten requests a second to the load balancer of the demonstration',
      command: '<%= config.bin %> sandbox traffic demo --requests-per-second 10',
    },
    {
      description: 'A version of which half of the answers are errors, and what shows of them after a minute',
      command:
        '<%= config.bin %> sandbox behave demo/shop:2 --error-rate 0.5\n<%= config.bin %> sandbox traffic demo-shop --requests-per-second 50',
    },
    {
      description: 'No more requests',
      command: '<%= config.bin %> sandbox traffic demo --requests-per-second 0',
    },
  ];

  static override args = {
    'load-balancer': Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Name or ARN of an application load balancer.',
    }),
  };
  static override flags = {
    ...sandboxFlags,
    'requests-per-second': numberFlag({
      helpGroup: 'TRAFFIC',
      env: 'ECSDEPLOY_SANDBOX_REQUESTS_PER_SECOND',
      min: 0,
      max: 1_000_000,
      required: true,
      description: 'How many come in a second of sandbox time.',
    }),
    'listener-port': Flags.integer({
      helpGroup: 'TRAFFIC',
      env: 'ECSDEPLOY_SANDBOX_TRAFFIC_LISTENER_PORT',
      min: 1,
      max: 65_535,
      helpValue: '<port>',
      description: 'Port of the listener, as AWS knows it; the lowest without it.',
    }),
    host: Flags.string({
      helpGroup: 'TRAFFIC',
      env: 'ECSDEPLOY_SANDBOX_TRAFFIC_HOST',
      helpValue: '<name>',
      description: 'Host that they ask for, which rules may look at.',
    }),
    path: Flags.string({
      helpGroup: 'TRAFFIC',
      env: 'ECSDEPLOY_SANDBOX_TRAFFIC_PATH',
      helpValue: '<path>',
      description: 'Path that they ask for, which rules may look at; / without it.',
    }),
  };

  async run(): Promise<void> {
    const { flags } = this;
    const loadBalancer = this.args['load-balancer'];
    const stream = {
      requestsPerSecond: flags['requests-per-second'],
      ...(flags['listener-port'] !== undefined && { port: flags['listener-port'] }),
      ...(flags.host !== undefined && { host: flags.host }),
      ...(flags.path !== undefined && { path: flags.path }),
    };
    const { address, answer } = await this.ask((url) => setTraffic(url, loadBalancer, stream));
    this.print(`From now on ${describeTraffic(answer)}.`, { sandbox: { url: address }, ...answer });
  }
}
