import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { routeEnvironment } from '../../../src/sandbox/runtime/docker/environment.ts';
import { variablesOf, withOverrides } from '../../../src/sandbox/runtime/docker/overrides.ts';

describe('the way of variables into a container', () => {
  it('is the environment of the CLI, also for values of several lines', () => {
    const variables = new Map([
      ['GREETING', 'hello'],
      ['KEY', 'line 1\nline 2\n'],
    ]);
    expect(routeEnvironment(variables, {})).toEqual({
      inherited: { GREETING: 'hello', KEY: 'line 1\nline 2\n' },
      file: '',
    });
  });

  it.each([
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'docker_config',
    'HTTPS_PROXY',
    'no_proxy',
    'LD_PRELOAD',
    'GODEBUG',
    'SSH_AUTH_SOCK',
  ])('is a file for %s, which the CLI would take as meant for itself', (name) => {
    const { inherited, file } = routeEnvironment(new Map([[name, 'a=b # c ']]), {
      PATH: '/bin',
      HOME: '/root',
    });
    expect(inherited).toEqual({});
    expect(file).toBe(`${name}=a=b # c \n`);
  });

  it('loses no variable and changes none', () => {
    const name = fc.oneof(
      fc.constantFrom('PATH', 'DOCKER_HOST', 'A', '#B', 'C D'),
      fc.string({ minLength: 1 }),
    );
    const wellFormed = name.filter((text) => !/[=\0]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(wellFormed, fc.string())), (entries) => {
        const variables = new Map(entries);
        const { inherited, file } = routeEnvironment(variables, { PATH: '/bin' });
        const fromFile = file
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
        expect(new Map([...Object.entries(inherited), ...fromFile])).toEqual(
          new Map([...Object.entries(Object.fromEntries(variables))]),
        );
      }),
    );
  });
});

describe('the variables of a container', () => {
  it('are those of its definition, of its overrides, and the values of its secrets', () => {
    const definition = withOverrides(
      {
        name: 'web',
        environment: [
          { name: 'STAGE', value: 'test' },
          { name: 'COLOUR', value: 'blue' },
        ],
      },
      { containerOverrides: [{ name: 'web', environment: [{ name: 'COLOUR', value: 'green' }] }] },
    );
    expect([...variablesOf(definition, new Map([['TOKEN', 'hunter2']]))]).toEqual([
      ['STAGE', 'test'],
      ['COLOUR', 'green'],
      ['TOKEN', 'hunter2'],
    ]);
  });

  it('leave out what no process can have, rather than to let a value into the arguments', () => {
    const environment = [
      { name: 'A=B', value: 'canary' },
      { name: '', value: 'canary' },
      { name: 'NUL', value: 'a\0b' },
      { name: 'FINE', value: '' },
    ];
    expect([...variablesOf({ environment }, new Map([['C=D', 'canary']]))]).toEqual([['FINE', '']]);
  });

  it('are not those of another container', () => {
    const definition = { name: 'web', command: ['serve'] };
    const overrides = {
      containerOverrides: [{ name: 'proxy', command: ['x'], environment: [{ name: 'A', value: 'b' }] }],
    };
    expect(withOverrides(definition, overrides)).toBe(definition);
  });
});
