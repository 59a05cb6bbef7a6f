import { describe, expect, it } from '@jest/globals';
import { judgeCircuitBreaker } from '../../../../src/release/preflight/checks/circuit-breaker.ts';
import { judgeContainerPorts } from '../../../../src/release/preflight/checks/container-ports.ts';
import { judgeHealthChecks } from '../../../../src/release/preflight/checks/health-check.ts';
import { judgeNetworkMode } from '../../../../src/release/preflight/checks/network-mode.ts';
import { judgePercents } from '../../../../src/release/preflight/checks/percents.ts';
import { judgeRollback } from '../../../../src/release/preflight/checks/rollback.ts';
import { judgeTaskDefinition } from '../../../../src/release/preflight/checks/task-definition.ts';
import { aDefinition, aService, aSubject, inBrief } from './a-subject.ts';

const rollsBack = { enable: true, rollback: true };

describe('the task definition', () => {
  it('passes where ECS would register it', () => {
    expect(judgeTaskDefinition(aSubject()).map(inBrief)).toEqual(['passed']);
  });

  it('is held against the sizes and the network mode of Fargate', () => {
    const definition = aDefinition({}, { cpu: '256', memory: '8192', networkMode: 'bridge' });
    const subject = aSubject({ definition });

    const results = [...judgeTaskDefinition(subject), ...judgeNetworkMode(subject)];

    expect(results).toMatchObject([
      { subject: 'memory', because: { kind: 'rejected-by-ecs', fix: expect.stringContaining('512') } },
      { subject: 'networkMode', because: { kind: 'rejected-by-ecs' } },
      { subject: 'networkMode', because: { kind: 'network-mode-mismatch', service: 'with-subnets' } },
    ]);
  });

  it('is not for a service without subnets where its tasks have a network of their own', () => {
    const service = aService({ network: undefined });

    const results = judgeNetworkMode(aSubject({ service }));

    expect(results).toMatchObject([
      { because: { kind: 'network-mode-mismatch', networkMode: 'awsvpc', service: 'without-subnets' } },
    ]);
  });
});

describe('a service of CodeDeploy', () => {
  it('has the subnets of its task sets', () => {
    const service = aService({ network: undefined });

    expect(judgeNetworkMode(aSubject({ service, controller: { kind: 'codedeploy' } }))).toEqual([]);
  });
});

describe('the command of a health check', () => {
  it.each([
    [['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], 'passed'],
    [['CMD', 'curl', '-f', 'http://localhost/'], 'passed'],
    [['CMD', '/check'], 'passed'],
    [['NONE'], 'passed'],
    [['curl', '-f', 'http://localhost/'], 'error: health-check-without-kind'],
    [['curl -f http://localhost/ || exit 1'], 'error: health-check-without-kind'],
    [[], 'error: health-check-without-kind'],
    [['CMD-SHELL', 'curl', '-f', 'http://localhost/'], 'warning: health-check-loses-words'],
    [['CMD', 'curl -f http://localhost/'], 'warning: health-check-needs-shell'],
  ])('%j: %s', (command, expected) => {
    const definition = aDefinition({ healthCheck: { command } });

    expect(judgeHealthChecks(aSubject({ definition })).map(inBrief)).toEqual([expected]);
  });

  it('is no question where there is none, or where it runs already', () => {
    const definition = aDefinition({ healthCheck: { command: ['curl'] } });

    expect(judgeHealthChecks(aSubject())).toEqual([]);
    expect(judgeHealthChecks(aSubject({ definition, running: definition }))).toEqual([]);
  });
});

describe('container and port of the load balancer', () => {
  const service = aService({ loadBalancers: [{ containerName: 'web', containerPort: 80 }] });

  it.each([
    ['the port is mapped', { portMappings: [{ containerPort: 80 }] }, 'passed'],
    ['it is in a range', { portMappings: [{ containerPortRange: '79-90' }] }, 'passed'],
    ['another is mapped', { portMappings: [{ containerPort: 8080 }] }, 'error: balanced-port-not-mapped'],
    ['none is mapped', { portMappings: [] }, 'error: balanced-port-not-mapped'],
    ['the container has another name', { name: 'app' }, 'error: balanced-container-missing'],
  ])('%s: %s', (_, container, expected) => {
    const definition = aDefinition(container);

    expect(judgeContainerPorts(aSubject({ service, definition })).map(inBrief)).toEqual([expected]);
  });

  it('are those of the AppSpec where CodeDeploy brings it in', () => {
    const definition = aDefinition({ portMappings: [{ containerPort: 9000 }] });
    const judged = (containerPort?: number) => {
      const target = containerPort === undefined ? undefined : { containerName: 'web', containerPort };
      const controller = { kind: 'codedeploy', target } as const;
      return judgeContainerPorts(aSubject({ service, definition, controller })).map(inBrief);
    };

    expect([judged(9000), judged(80), judged()]).toEqual([
      ['passed'],
      ['error: balanced-port-not-mapped'],
      [],
    ]);
  });

  it('are no question without a load balancer', () => {
    expect(judgeContainerPorts(aSubject())).toEqual([]);
  });
});

describe('the percents', () => {
  it.each([
    [1, 100, 134, ['error: deadlock']],
    [1, 50, 150, ['error: deadlock']],
    [1, 100, 200, ['passed']],
    [4, 50, 100, ['passed']],
    [0, 100, 100, []],
  ])('%i desired, %i to %i: %j', (desiredCount, minimumHealthyPercent, maximumPercent, expected) => {
    const subject = aSubject({
      service: aService({ desiredCount }),
      settings: { minimumHealthyPercent, maximumPercent },
    });

    expect(judgePercents(subject).map(inBrief)).toEqual(expected);
  });

  it('have no say where all new tasks come beside the old ones', () => {
    const settings = { minimumHealthyPercent: 100, maximumPercent: 100, strategy: 'BLUE_GREEN' };

    expect(judgePercents(aSubject({ settings }))).toEqual([]);
  });
});

describe('who takes a release back', () => {
  const alarms = { names: ['5xx'], enable: true, rollback: true };

  it.each([
    ['the circuit breaker does', { circuitBreaker: rollsBack }, 'passed'],
    ['alarms do', { alarms }, 'passed'],
    [
      'the breaker only stops',
      { circuitBreaker: { enable: true, rollback: false } },
      'warning: no-rollback-at-aws',
    ],
    ['alarms only stop', { alarms: { ...alarms, rollback: false } }, 'warning: no-rollback-at-aws'],
    ['nobody does', {}, 'warning: no-rollback-at-aws'],
  ])('%s: %s', (_, settings, expected) => {
    expect(inBrief(judgeRollback(aSubject({ settings })))).toBe(expected);
  });

  it.each([
    ['circuit breaker', { circuitBreaker: rollsBack }],
    ['alarms', { alarms }],
    ['circuit breaker and alarms', { circuitBreaker: rollsBack, alarms }],
  ])('names nobody else than who does: %s', (subject, settings) => {
    expect(judgeRollback(aSubject({ settings }))).toMatchObject({ kind: 'passed', subject });
  });

  it('says whether at least ecsdeploy would', () => {
    expect(judgeRollback(aSubject({ ownRollback: false }))).toMatchObject({ because: { own: false } });
    expect(judgeRollback(aSubject({ ownRollback: true }))).toMatchObject({ because: { own: true } });
  });

  it('is the deployment group with CodeDeploy, as far as it could be read', () => {
    const group = { kind: 'permission', action: 'codedeploy:GetDeploymentGroup' } as const;

    const result = judgeRollback(aSubject({ controller: { kind: 'codedeploy', group } }));

    expect(result).toMatchObject({ kind: 'skipped', because: group });
  });
});

describe('the reach of the circuit breaker', () => {
  const withThreshold = (value: number, more: object = {}) => ({
    circuitBreaker: { ...rollsBack, threshold: { type: 'COUNT', value } },
    ...more,
  });

  it.each([
    ['by default three failures of two tasks', { circuitBreaker: rollsBack }, ['passed']],
    ['twenty failures, two at a time, take ten rounds', withThreshold(20), ['passed']],
    ['more rounds than fit in 20 minutes', withThreshold(21), ['warning: breaker-out-of-reach']],
    [
      'one task at a time',
      withThreshold(11, { minimumHealthyPercent: 100, maximumPercent: 150 }),
      ['warning: breaker-out-of-reach'],
    ],
    ['with shifts all tasks come at once', withThreshold(20, { strategy: 'CANARY' }), ['passed']],
    ['it is off', { circuitBreaker: { enable: false, rollback: false } }, []],
  ])('%s: %j', (_, settings, expected) => {
    expect(judgeCircuitBreaker(aSubject({ settings })).map(inBrief)).toEqual(expected);
  });

  it('gives the time that it takes at least', () => {
    const [result] = judgeCircuitBreaker(aSubject({ settings: withThreshold(100) }));

    expect(result).toMatchObject({
      because: { threshold: 100, atOnce: 2, estimate: 100 * 60_000, timeout: 20 * 60_000 },
    });
  });
});
