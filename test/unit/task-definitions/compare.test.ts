import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareTaskDefinitions } from '../../../src/task-definitions/compare.ts';
import { renderTaskDefinition } from '../../../src/task-definitions/render.ts';
import { aDefinition } from './a-definition.ts';
import { asAwsReturns } from './as-aws-returns.ts';
import { someDefinition } from './some-definitions.ts';

const few = { numRuns: 150 };

describe('nothing differs', () => {
  it('between a definition and itself', () => {
    fc.assert(
      fc.property(someDefinition, (definition) => {
        expect(compareTaskDefinitions(definition, definition)).toEqual([]);
      }),
      few,
    );
  });

  it('between a definition and what AWS makes of it, in both directions', () => {
    fc.assert(
      fc.property(someDefinition, (definition) => {
        expect(compareTaskDefinitions(definition, asAwsReturns(definition))).toEqual([]);
        expect(compareTaskDefinitions(asAwsReturns(definition), definition)).toEqual([]);
      }),
      few,
    );
  });

  it('when the tags differ, which stand beside it', () => {
    expect(compareTaskDefinitions(aDefinition(), aDefinition({ tags: [{ key: 'a', value: 'b' }] }))).toEqual(
      [],
    );
  });
});

describe('a difference', () => {
  it('of a rendered image is the only one', () => {
    fc.assert(
      fc.property(someDefinition, (definition) => {
        const [first] = definition.containerDefinitions;
        const name = first?.name ?? '';
        const rendered = renderTaskDefinition({ definition, tags: [] }, new Map([[name, 'new:1']]));

        expect(compareTaskDefinitions(definition, rendered.definition)).toEqual([
          {
            path: `containerDefinitions[${name}].image`,
            kind: 'changed',
            before: first?.image,
            after: 'new:1',
            masked: false,
          },
        ]);
      }),
      few,
    );
  });

  it('of an environment variable is named, never shown', () => {
    const before = aDefinition(
      {},
      {
        environment: [
          { name: 'A', value: 'hunter1' },
          { name: 'GONE', value: 'hunter2' },
        ],
      },
    );
    const after = aDefinition({}, { environment: [{ name: 'A', value: 'hunter3' }] });

    expect(compareTaskDefinitions(before, after)).toEqual([
      { path: 'containerDefinitions[app].environment[A].value', kind: 'changed', masked: true },
      {
        path: 'containerDefinitions[app].environment[GONE].name',
        kind: 'removed',
        before: 'GONE',
        masked: false,
      },
      { path: 'containerDefinitions[app].environment[GONE].value', kind: 'removed', masked: true },
    ]);
  });

  it('of a secret shows where it is kept', () => {
    const secret = (valueFrom: string): unknown => ({ secrets: [{ name: 'PASSWORD', valueFrom }] });

    expect(
      compareTaskDefinitions(
        aDefinition({}, secret('a') as object as Record<string, unknown>),
        aDefinition({}, secret('b') as Record<string, unknown>),
      ),
    ).toEqual([
      {
        path: 'containerDefinitions[app].secrets[PASSWORD].valueFrom',
        kind: 'changed',
        before: 'a',
        after: 'b',
        masked: false,
      },
    ]);
  });

  it.each([
    [
      'a log option with a telling name',
      { logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'hunter' } } },
    ],
    ['a label with a telling name', { dockerLabels: { 'api-key': 'hunter' } }],
    ['a command with a password', { command: ['redis-server', '--requirepass', '--password=hunter'] }],
    ['an address with a password', { dockerLabels: { url: 'https://user:hunter@host' } }],
    ['an environment in a member that nobody knows', { sidecar: { environment: { A: 'hunter' } } }],
  ])('of %s is masked', (_, members) => {
    const found = compareTaskDefinitions(aDefinition(), aDefinition({}, members));

    expect(JSON.stringify(found)).not.toContain('hunter');
    expect(found.some(({ masked }) => masked)).toBe(true);
  });

  it('of an image is shown, whatever its name sounds like', () => {
    const image = (tag: string) => aDefinition({}, { image: `registry.example/auth-token:${tag}` });

    expect(compareTaskDefinitions(image('secret-1'), image('secret-2'))).toMatchObject([
      {
        path: 'containerDefinitions[app].image',
        after: 'registry.example/auth-token:secret-2',
        masked: false,
      },
    ]);
  });

  it('of an ordinary label is shown', () => {
    expect(
      compareTaskDefinitions(aDefinition(), aDefinition({}, { dockerLabels: { team: 'shop' } })),
    ).toEqual([
      { path: 'containerDefinitions[app].dockerLabels.team', kind: 'added', after: 'shop', masked: false },
    ]);
  });

  it('is the order of the containers', () => {
    const [a, b] = [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'y' },
    ];
    const found = compareTaskDefinitions(
      aDefinition({ containerDefinitions: [a, b] }),
      aDefinition({ containerDefinitions: [b, a] }),
    );

    expect(found).toEqual([
      { path: 'containerDefinitions', kind: 'changed', before: ['a', 'b'], after: ['b', 'a'], masked: false },
    ]);
  });

  it('is a value that AWS would not have filled in', () => {
    const wanted = aDefinition({}, { essential: false, healthCheck: { command: ['x'], retries: 5 } });
    const found = compareTaskDefinitions(aDefinition({}, { healthCheck: { command: ['x'] } }), wanted);

    expect(found.map(({ path }) => path)).toEqual([
      'containerDefinitions[app].healthCheck.retries',
      'containerDefinitions[app].essential',
    ]);
  });
});

it('values of environment variables are in no difference, whatever changes', () => {
  const values = fc.array(fc.stringMatching(/^hunter[a-z]{4}$/), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(someDefinition, someDefinition, values, (one, other, secrets) => {
      const spiked = [one, other].map((definition, index) => ({
        ...definition,
        containerDefinitions: definition.containerDefinitions.map((container) => ({
          ...container,
          environment: [
            { name: 'A', value: secrets[index] },
            { name: `B${index}`, value: secrets[index + 2] },
          ],
        })),
      }));
      const [before, after] = spiked;

      expect(JSON.stringify(compareTaskDefinitions(before!, after!))).not.toContain('hunter');
    }),
    few,
  );
});
