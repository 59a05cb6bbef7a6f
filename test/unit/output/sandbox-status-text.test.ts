import { describe, expect, it } from '@jest/globals';
import { sandboxStatusText, type SandboxState } from '../../../src/output/sandbox-status-text.ts';

const state = {
  account: '123456789012',
  region: 'us-east-1',
  seed: 1,
  now: 0,
  clusters: 1,
  services: 1,
  calls: 1,
  speed: 1,
  pid: 4711,
  faults: [],
  hooks: {},
  traffic: [],
  quotas: { mode: 'none', throttled: 0 },
  listeners: [],
};

describe('what status says of the runtime', () => {
  it.each([
    [{ mode: 'simulated', containers: 0 }, 1, 'simulated'],
    [{ mode: 'auto', engine: 'docker 20.10.24', containers: 3 }, 1, 'docker 20.10.24 (auto), 3 containers'],
    [
      { mode: 'docker', engine: 'docker 20.10.24', containers: 1 },
      1,
      'docker 20.10.24 (docker), 1 container',
    ],
    [{ mode: 'auto', containers: 0 }, 1, 'simulated (auto: no container engine answers)'],
    [{ mode: 'auto', containers: 0 }, 10, 'simulated (auto: containers need speed 1)'],
  ])('%j at speed %d: %s', (runtime, speed, text) => {
    const lines = sandboxStatusText('http://127.0.0.1:4566', { ...state, speed, runtime }).split('\n');
    expect(lines).toContain(`  runtime  ${text}`);
  });
});

describe('what status says of listeners', () => {
  it('where they are reached, and the weights where a rule has a choice', () => {
    const runtime = { mode: 'simulated', containers: 0 };
    const [blue, green] = [
      { name: 'blue', weight: 90 },
      { name: 'green', weight: 10 },
    ];
    const listeners = [
      {
        loadBalancer: 'shop',
        protocol: 'HTTP',
        port: 80,
        url: 'http://127.0.0.1:4321',
        rules: [
          { priority: 10, targetGroups: [green, blue] },
          { priority: 20, targetGroups: [green] },
          { priority: 'default' as const, targetGroups: [blue, green] },
        ],
      },
    ];
    const text = sandboxStatusText('http://127.0.0.1:4566', { ...state, runtime, listeners });
    expect(text).toContain(
      '  listens  http://127.0.0.1:4321 for HTTP:80 of shop\n' +
        '  weights  rule 10: green 10, blue 90\n' +
        '  weights  default rule: blue 90, green 10\n',
    );
  });
});

describe('what status says of quotas', () => {
  const runtime = { mode: 'simulated', containers: 0 };

  it('nothing, where none count', () => {
    expect(sandboxStatusText('http://127.0.0.1:4566', { ...state, runtime })).not.toContain('quotas');
  });

  it('whose they are, and how many calls were over them', () => {
    const quotas = { mode: 'aws', throttled: 12 };
    const lines = sandboxStatusText('http://127.0.0.1:4566', { ...state, runtime, quotas }).split('\n');
    expect(lines).toContain('  quotas   aws, 12 calls throttled so far');
  });
});

describe('what status says of simulated requests', () => {
  it('how many come where, and none where there are none', () => {
    const runtime = { mode: 'simulated', containers: 0 };
    const traffic: SandboxState['traffic'] = [
      { loadBalancer: 'shop', requestsPerSecond: 2.5, path: '/' },
      { loadBalancer: 'shop', requestsPerSecond: 1, port: 9000, host: 'shop.test', path: '/new' },
      { loadBalancer: 'shop', requestsPerSecond: 3, port: 80, path: '/', unseen: 'all-real' },
    ];
    const text = sandboxStatusText('http://127.0.0.1:4566', { ...state, runtime, traffic });
    expect(text).toContain(
      '  traffic  2.5 simulated requests a second for / come to shop\n' +
        '  traffic  1 simulated request a second for shop.test/new comes to shop, port 9000\n' +
        '  traffic  3 simulated requests a second for / come to shop, port 80 (nothing shows in metrics: all targets are real, and get real requests only)\n',
    );
    expect(sandboxStatusText('http://127.0.0.1:4566', { ...state, runtime })).not.toContain('traffic');
  });
});
