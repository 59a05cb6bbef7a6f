import path from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { readEnforcedPolicyFile } from '../../cli/enforced-policy.ts';
import { startDetached, type StartedSandbox } from '../../cli/detached-sandbox.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { defaultSandboxPort } from '../../cli/sandbox-address.ts';
import { withSandboxErrors } from '../../cli/sandbox-failure.ts';
import { onSignals } from '../../cli/signals.ts';
import { EcsdeployError } from '../../model/error.ts';

class PortInUse extends EcsdeployError {
  constructor(port: number, cause: unknown) {
    super({
      code: 'sandbox.port_in_use',
      message: `port ${port} is in use, so the sandbox cannot listen on it`,
      suggestions: [
        `ecsdeploy sandbox status --port ${port} tells whether a sandbox runs there already.`,
        `lsof -i :${port} tells which program holds it.`,
        'ecsdeploy sandbox start --port 0 takes a free one.',
      ],
      details: { port },
      cause,
    });
  }
}

class ContainersInRealTime extends EcsdeployError {
  constructor(speed: number) {
    super({
      code: 'usage.runtime_speed',
      message: `--runtime docker runs containers in real time, so it does not go with --speed ${speed}`,
      suggestions: ['Leave out --speed, or simulate the containers: --runtime simulated'],
    });
  }
}

class DemoIsSimulated extends EcsdeployError {
  constructor() {
    super({
      code: 'usage.demo_is_simulated',
      message: 'the images of --demo have no content, so --runtime docker cannot run them',
      suggestions: [
        'Leave --runtime out: images that are pushed run as containers, those of --demo are simulated.',
      ],
    });
  }
}

export default class SandboxStart extends BaseCommand<typeof SandboxStart> {
  static override summary = 'Start a local AWS that behaves like ECS.';
  static override description =
    'Answers the AWS APIs and its own control on one port of this machine, for any client that AWS_ENDPOINT_URL points there. Runs until it is stopped; with --detach it goes on in the background. A port in use ends with 10.';
  static override examples = [
    {
      description: 'With a cluster, an image repository and a service that runs',
      command: '<%= config.bin %> sandbox start --demo',
    },
    {
      description: 'In the background, ten times as fast as the clock',
      command: '<%= config.bin %> sandbox start --demo --detach --speed 10',
    },
    {
      description: 'On a free port, for a script',
      command: '<%= config.bin %> sandbox start --port 0 --detach --json',
    },
    {
      description: 'Throttling as AWS does, to see how a pipeline bears it',
      command: '<%= config.bin %> sandbox start --demo --quotas aws',
    },
    {
      description: 'Refusing what a policy does not grant, to try the role of a pipeline',
      command: '<%= config.bin %> sandbox start --demo --enforce-iam policy.json',
    },
  ];

  static override flags = {
    port: Flags.integer({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_PORT',
      helpValue: '<port>',
      min: 0,
      max: 65_535,
      default: defaultSandboxPort,
      description: 'Port to listen on; 0 takes a free one.',
    }),
    speed: numberFlag({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_SPEED',
      min: 0.01,
      max: 100_000,
      default: 1,
      description: 'How many seconds pass in the sandbox in one second.',
    }),
    runtime: Flags.option({ options: ['auto', 'simulated', 'docker'] as const })({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_RUNTIME',
      default: 'auto',
      description:
        'Who runs tasks: real containers (docker), nobody (simulated), or containers for images that were pushed to the sandbox (auto).',
    }),
    seed: Flags.integer({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_SEED',
      helpValue: '<number>',
      min: 0,
      default: 1,
      description: 'Where all chance comes from: the same seed and calls, the same history.',
    }),
    quotas: Flags.option({ options: ['none', 'aws'] as const })({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_QUOTAS',
      default: 'none',
      description: 'Throttle calls of ECS that are over the rate quotas that AWS publishes (aws), or none.',
    }),
    'enforce-iam': Flags.string({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_ENFORCE_IAM',
      helpValue: '<file>',
      description:
        'Hold every request against this IAM policy (JSON); what it does not grant is AccessDenied.',
    }),
    demo: Flags.boolean({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_DEMO',
      description:
        'Begin with cluster demo: service web, updated task by task, service shop, whose releases are canaries, and service checkout, which CodeDeploy releases; each with images, a load balancer and two tasks.',
    }),
    detach: Flags.boolean({
      helpGroup: 'SANDBOX',
      env: 'ECSDEPLOY_SANDBOX_DETACH',
      allowNo: true,
      description: 'Go on in the background; returns when the sandbox answers.',
    }),
  };

  async run(): Promise<void> {
    const { runtime, speed } = this.flags;
    if (runtime === 'docker' && speed !== 1) throw new ContainersInRealTime(speed);
    if (runtime === 'docker' && this.flags.demo) throw new DemoIsSimulated();
    const file = this.flags['enforce-iam'];
    // In the background nobody would read why it is none.
    const policy = file === undefined ? undefined : await readEnforcedPolicyFile(file);
    if (this.flags.detach) await this.startInBackground(file);
    else await this.startHere(policy);
  }

  private async startInBackground(policyFile: string | undefined): Promise<void> {
    const { port, speed, seed, demo, runtime, quotas } = this.flags;
    const settings = { port, speed, seed, runtime, quotas };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    if (demo) flags.push('--demo');
    if (policyFile !== undefined) flags.push('--enforce-iam', path.resolve(policyFile));
    const started = await startDetached(flags);
    const how = `Sandbox at ${started.url} runs in the background (process ${started.pid}).`;
    this.print(`${how}\n${hint(started)}\nStop it: ecsdeploy sandbox stop${portFlag(started)}`, {
      sandbox: started,
    });
  }

  private async startHere(policy: string | undefined): Promise<void> {
    const { port, speed, seed, demo, runtime, quotas } = this.flags;
    // Here and not above: its models of AWS take a while to load, and help must not wait for them.
    const { Sandbox } = await import('../../sandbox/sandbox.ts');
    const { SandboxServer } = await import('../../sandbox/server.ts');
    const sandbox = new Sandbox({ seed, startAt: Date.now(), quotas });
    if (policy !== undefined) sandbox.control.enforceIam({ policy });
    const furnish = demo ? (await import('../../sandbox/demo.ts')).seedDemoWorld : undefined;
    const server = await listen(SandboxServer.start(sandbox, { port, speed, runtime, furnish }), port);
    const stopListening = onSignals({ received: () => void server.stop() });
    const started = { url: server.url, port: server.port, pid: process.pid };
    this.print(`Sandbox at ${started.url}; Ctrl-C stops it.\n${hint(started)}`, { sandbox: started });
    await server.stopped;
    stopListening();
  }
}

async function listen<Server>(starting: Promise<Server>, port: number): Promise<Server> {
  try {
    return await withSandboxErrors(starting);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'sandbox.port_in_use';
    throw isTaken ? new PortInUse(port, error) : error;
  }
}

function hint(started: StartedSandbox): string {
  return `Point AWS clients at it: eval "$(ecsdeploy sandbox env${portFlag(started)})"`;
}

function portFlag({ port }: StartedSandbox): string {
  return port === defaultSandboxPort ? '' : ` --port ${port}`;
}
