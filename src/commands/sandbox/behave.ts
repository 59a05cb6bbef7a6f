import { Args, Flags } from '@oclif/core';
import { durationFlag } from '../../cli/duration-flag.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { EcsdeployError } from '../../model/error.ts';
import { setBehaviour, type BehaviourChange } from '../../sandbox/control-client.ts';

class NoBehaviour extends EcsdeployError {
  constructor(image: string) {
    super({
      code: 'usage.no_behaviour',
      message: `nothing says how containers of ${image} should behave`,
      suggestions: [`For example: ecsdeploy sandbox behave ${image} --exit-code 1 --exit-after 5s`],
    });
  }
}

export default class SandboxBehave extends SandboxCommand<typeof SandboxBehave> {
  static override summary = 'Say how containers of an image behave in the sandbox.';
  static override description =
    'Holds for containers that start from now on. What is not given stays as it was; without any word an image starts after 5 s, is healthy, and answers 200. Times are sandbox time.';
  static override examples = [
    {
      description: 'A version that crashes five seconds after its start',
      command: '<%= config.bin %> sandbox behave demo/web:3 --exit-code 1 --exit-after 5s',
    },
    {
      description: 'A version whose health checks fail',
      command: '<%= config.bin %> sandbox behave demo/web:3 --http-status 500 --health unhealthy',
    },
    {
      description: 'An image that cannot be pulled',
      command:
        '<%= config.bin %> sandbox behave demo/web:3 --stopped-reason "CannotPullContainerError: manifest unknown"',
    },
  ];

  static override args = {
    image: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Image as the task definition names it, or repository:tag.',
    }),
  };
  static override flags = {
    ...sandboxFlags,
    'start-delay': durationFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_START_DELAY',
      description: 'How long it takes to start.',
    }),
    'exit-code': Flags.integer({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_EXIT_CODE',
      min: 0,
      max: 255,
      helpValue: '<code>',
      description: 'The container exits by itself with this code.',
    }),
    'exit-after': durationFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_EXIT_AFTER',
      dependsOn: ['exit-code'],
      description: 'How long after its start it exits; at once without it.',
    }),
    'stopped-reason': Flags.string({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_STOPPED_REASON',
      helpValue: '<text>',
      description: 'The task never runs, and stops with this reason.',
    }),
    health: Flags.option({ options: ['healthy', 'unhealthy', 'none'] as const })({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_HEALTH',
      description: 'What the container health check finds; none: it never answers.',
    }),
    'http-status': Flags.integer({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_HTTP_STATUS',
      min: 100,
      max: 599,
      helpValue: '<status>',
      description: 'Status of its HTTP answers, which target health checks see.',
    }),
    'error-rate': numberFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_ERROR_RATE',
      min: 0,
      max: 1,
      description: 'Share of HTTP requests that it answers with 500, from 0 to 1.',
    }),
    latency: durationFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_LATENCY',
      description: 'How long its HTTP answers take.',
    }),
  };

  async run(): Promise<void> {
    const { image } = this.args;
    const change = this.change();
    if (Object.keys(change).length === 0) throw new NoBehaviour(image);
    const { address } = await this.ask((url) => setBehaviour(url, image, change));
    this.print(`Containers of ${image} behave so from now on.`, { sandbox: { url: address }, image, change });
  }

  private change(): BehaviourChange {
    const { flags } = this;
    const { health, latency } = flags;
    const http = {
      ...(flags['http-status'] !== undefined && { status: flags['http-status'] }),
      ...(flags['error-rate'] !== undefined && { errorRate: flags['error-rate'] }),
      ...(latency !== undefined && { latency }),
    };
    return {
      ...(flags['start-delay'] !== undefined && { startDelay: flags['start-delay'] }),
      ...(flags['exit-code'] !== undefined && {
        exit: { code: flags['exit-code'], after: flags['exit-after'] ?? 0 },
      }),
      ...(flags['stopped-reason'] !== undefined && { stoppedReason: flags['stopped-reason'] }),
      ...(health !== undefined && { health }),
      ...(Object.keys(http).length > 0 && { http }),
    };
  }
}
