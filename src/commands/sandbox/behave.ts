import { Args, Flags } from '@oclif/core';
import { durationFlag } from '../../cli/duration-flag.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { sandboxFlags } from '../../cli/sandbox-address.ts';
import { SandboxCommand } from '../../cli/sandbox-command.ts';
import { EcsdeployError } from '../../model/error.ts';
import { setBehaviour, type BehaviourChange } from '../../sandbox/control-client.ts';
import { failureFamilies } from '../../sandbox/engine/failure-families.ts';

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
    'How they start, end and fail holds for containers that start from now on; HTTP answers, CPU and memory change at once. What is not given stays as it was; without any word an image starts after 5 s, is healthy, and answers 200. Times are sandbox time.';
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
      description: 'A version whose container needs more memory than it may have',
      command: '<%= config.bin %> sandbox behave demo/web:3 --failure memory.exceeded',
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
    'command-code': Flags.integer({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_COMMAND_CODE',
      min: 0,
      max: 255,
      helpValue: '<code>',
      description: 'A command that RunTask gives it, such as a migration, ends with this code.',
    }),
    'command-after': durationFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_COMMAND_AFTER',
      dependsOn: ['command-code'],
      description: 'How long such a command takes; no time without it.',
    }),
    'stopped-reason': Flags.string({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_STOPPED_REASON',
      helpValue: '<text>',
      description: 'The task never runs, and stops with this reason.',
    }),
    failure: Flags.option({ options: ['none', ...failureFamilies] as const })({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_FAILURE',
      helpValue: '<family>',
      description: "What goes wrong, told in AWS's own text; none takes it back, and a --stopped-reason.",
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
      description:
        'Share of HTTP requests that it answers with 500, from 0 to 1; health checks are not among them.',
    }),
    latency: durationFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_LATENCY',
      description: 'How long its HTTP answers take.',
    }),
    cpu: numberFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_CPU',
      min: 0,
      helpValue: '<percent>',
      description: 'How much of its CPU a task uses, as metrics tell it; 10 without it.',
    }),
    memory: numberFlag({
      helpGroup: 'BEHAVIOUR',
      env: 'ECSDEPLOY_SANDBOX_MEMORY',
      min: 0,
      helpValue: '<percent>',
      description: 'How much of its memory a task uses, as metrics tell it; 20 without it.',
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
      ...(flags['command-code'] !== undefined && {
        command: { code: flags['command-code'], after: flags['command-after'] ?? 0 },
      }),
      ...(flags['stopped-reason'] !== undefined && { stoppedReason: flags['stopped-reason'] }),
      ...(flags.failure !== undefined && { failure: flags.failure }),
      ...(health !== undefined && { health }),
      ...(Object.keys(http).length > 0 && { http }),
      ...(flags.cpu !== undefined && { cpu: flags.cpu }),
      ...(flags.memory !== undefined && { memory: flags.memory }),
    };
  }
}
