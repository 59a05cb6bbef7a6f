import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ContainerPlan } from '../../../src/sandbox/runtime/docker/container-plan.ts';
import { createArguments } from '../../../src/sandbox/runtime/docker/create-arguments.ts';

function aPlan(definition: ContainerDefinition, changes: Partial<ContainerPlan> = {}): ContainerPlan {
  return {
    definition,
    secrets: new Map(),
    image: '127.0.0.1:4566/hello@sha256:1111',
    name: 'ecsdeploy-web-0a1b2c3d',
    labels: { 'ecsdeploy.sandbox': '4711:4566' },
    network: { kind: 'bridge', published: [] },
    memory: undefined,
    mounts: [],
    ...changes,
  };
}

const plain = [
  'create',
  '--pull=never',
  '--name=ecsdeploy-web-0a1b2c3d',
  '--label=ecsdeploy.sandbox=4711:4566',
  '--log-driver=json-file',
  '--stop-timeout=30',
  '--network=bridge',
  '--no-healthcheck',
  '127.0.0.1:4566/hello@sha256:1111',
];

describe('the arguments of docker create', () => {
  it('are few for a container of which little is said', () => {
    expect(createArguments(aPlan({ name: 'web' }))).toEqual(plain);
  });

  it('say everything that a definition says', () => {
    const definition: ContainerDefinition = {
      name: 'web',
      entryPoint: ['sh', '-c'],
      command: ['echo "$0" $1', '--flag', ''],
      cpu: 128,
      memoryReservation: 64,
      stopTimeout: 5,
      user: '1000:1000',
      workingDirectory: '/srv/app folder',
      readonlyRootFilesystem: true,
      privileged: true,
      interactive: true,
      pseudoTerminal: true,
      hostname: 'web-1',
      extraHosts: [{ hostname: 'db', ipAddress: '10.0.0.1' }],
      dnsServers: ['10.0.0.2'],
      dnsSearchDomains: ['example.com'],
      dockerLabels: { team: 'blue, green' },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
      linuxParameters: {
        initProcessEnabled: true,
        sharedMemorySize: 32,
        capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] },
        tmpfs: [{ containerPath: '/run', size: 16, mountOptions: ['noexec'] }],
      },
      healthCheck: {
        command: ['CMD-SHELL', 'wget -q -O - localhost || exit 1'],
        interval: 10,
        startPeriod: 5,
      },
    };
    const mounts: ContainerPlan['mounts'] = [
      { kind: 'volume', source: 'ecsdeploy-scratch-0a1b2c3d', target: '/scratch', readOnly: false },
      { kind: 'bind', source: '/etc/a,"b"', target: '/conf', readOnly: true },
    ];
    const network: ContainerPlan['network'] = {
      kind: 'bridge',
      published: [
        { bindIp: '127.0.0.1', hostPort: 0, containerPort: 8080, protocol: 'tcp' },
        { bindIp: '127.0.0.1', hostPort: 5353, containerPort: 53, protocol: 'udp' },
      ],
    };
    expect(createArguments(aPlan(definition, { memory: 256, mounts, network }))).toEqual([
      'create',
      '--pull=never',
      '--name=ecsdeploy-web-0a1b2c3d',
      '--label=team=blue, green',
      '--label=ecsdeploy.sandbox=4711:4566',
      '--log-driver=json-file',
      '--stop-timeout=5',
      '--network=bridge',
      '--publish=127.0.0.1::8080/tcp',
      '--publish=127.0.0.1:5353:53/udp',
      '--hostname=web-1',
      '--add-host=db:10.0.0.1',
      '--dns=10.0.0.2',
      '--dns-search=example.com',
      '--memory=256m',
      '--memory-swap=256m',
      '--memory-reservation=64m',
      '--cpu-shares=128',
      '--ulimit=nofile=1024:4096',
      '--user=1000:1000',
      '--workdir=/srv/app folder',
      '--read-only',
      '--privileged',
      '--interactive',
      '--tty',
      '--init',
      '--cap-add=SYS_PTRACE',
      '--cap-drop=ALL',
      '--shm-size=32m',
      '--tmpfs=/run:size=16m,noexec',
      '--sysctl=net.core.somaxconn=1024',
      '--health-cmd=wget -q -O - localhost || exit 1',
      '--health-interval=10s',
      '--health-timeout=5s',
      '--health-retries=3',
      '--health-start-period=5s',
      '--mount=type=volume,source=ecsdeploy-scratch-0a1b2c3d,target=/scratch',
      '--mount=type=bind,"source=/etc/a,""b""",target=/conf,readonly',
      '--entrypoint=sh',
      '127.0.0.1:4566/hello@sha256:1111',
      '-c',
      'echo "$0" $1',
      '--flag',
      '',
    ]);
  });

  it('leave a container that shares a network without names of its own, which the engine would refuse', () => {
    const plan = aPlan(
      {
        name: 'proxy',
        hostname: 'x',
        extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1' }],
        dnsServers: ['10.0.0.2'],
      },
      { network: { kind: 'shared', with: 'abc' } },
    );
    expect(createArguments(plan)).toEqual(
      plain.map((argument) => (argument === '--network=bridge' ? '--network=container:abc' : argument)),
    );
  });

  it('give no more than a definition can take from a label of the sandbox', () => {
    const plan = aPlan({ name: 'web', dockerLabels: { 'ecsdeploy.sandbox': 'mine' } });
    expect(createArguments(plan)).toEqual(plain);
  });

  it('never hold a value of the environment or of a secret', () => {
    const value = fc.string({ minLength: 1 }).map((text) => `canary-${text}`);
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ minLength: 1 }), value })),
        fc.array(fc.record({ name: fc.string({ minLength: 1 }), valueFrom: value })),
        (environment, secrets) => {
          const args = createArguments(aPlan({ name: 'web', environment, secrets }));
          expect(args.join('\n')).not.toContain('canary');
        },
      ),
    );
  });
});
