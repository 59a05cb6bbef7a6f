import { describe, expect, it } from '@jest/globals';
import { assignImages } from '../../../src/task-definitions/assign-images.ts';
import { renderTaskDefinition } from '../../../src/task-definitions/render.ts';
import { aDefinition } from './a-definition.ts';

const pair = aDefinition({
  containerDefinitions: [
    {
      name: 'app',
      image: 'app:1',
      secrets: [{ name: 'B', valueFrom: 'b' }],
      environment: [{ name: 'A', value: '' }],
    },
    { name: 'log-router', image: 'router:1' },
  ],
});

describe('which container takes which image', () => {
  it('is clear where there is one container', () => {
    expect([...assignImages(aDefinition(), [{ image: 'x:2' }])]).toEqual([['app', 'x:2']]);
  });

  it('must be said where there are several', () => {
    expect(() => assignImages(pair, [{ image: 'x:2' }])).toThrow(
      expect.objectContaining({
        code: 'task_definition.container_ambiguous',
        message: 'the task definition web has the containers app, log-router, and none was named for x:2',
      }),
    );
  });

  it('can be said by the configuration, and by name beside it', () => {
    const images = assignImages(pair, [{ image: 'x:2' }, { container: 'log-router', image: 'r:2' }], ['app']);

    expect([...images]).toEqual([
      ['app', 'x:2'],
      ['log-router', 'r:2'],
    ]);
  });

  it('is suggested for a misspelt name', () => {
    expect(() => assignImages(pair, [{ container: 'ap', image: 'x' }])).toThrow(
      expect.objectContaining({
        code: 'task_definition.unknown_container',
        suggestions: ['Did you mean app?'],
      }),
    );
  });

  it('is wrong when two are given for one', () => {
    const choices = [
      { container: 'app', image: 'x:1' },
      { container: 'app', image: 'x:2' },
    ];

    expect(() => assignImages(pair, choices)).toThrow('was given two images, x:1 and x:2');
  });
});

describe('rendering', () => {
  it('changes the image and nothing else, byte by byte', () => {
    const { definition } = renderTaskDefinition({ definition: pair, tags: [] }, new Map([['app', 'app:2']]));

    expect(JSON.stringify(definition)).toBe(JSON.stringify(pair).replace('app:1', 'app:2'));
  });

  it('refuses a placeholder where AWS wants a name', () => {
    const definition = aDefinition({ executionRoleArn: 'arn:aws:iam::${ACCOUNT}:role/x' });
    const base = { definition, tags: [] };

    expect(() => renderTaskDefinition(base, new Map())).toThrow(
      'task definition "web": executionRoleArn is still the placeholder "arn:aws:iam::${ACCOUNT}:role/x"',
    );
  });

  it('takes an image in the place of a placeholder', () => {
    const base = { definition: aDefinition({}, { image: '<IMAGE>' }), tags: [] };

    expect(() => renderTaskDefinition(base, new Map([['app', 'x:2']]))).not.toThrow();
    expect(() => renderTaskDefinition(base, new Map())).toThrow('containerDefinitions[app].image is still');
  });

  it('keeps the tags of the author and none that are about the base', () => {
    const tags = [
      { key: 'team', value: 'shop' },
      { key: 'aws:cloudformation:stack-name', value: 's' },
      { key: 'ecsdeploy:succeeded', value: 'yes' },
    ];
    const rendered = renderTaskDefinition({ definition: aDefinition(), tags }, new Map());

    expect(rendered.tags).toEqual([{ key: 'team', value: 'shop' }]);
  });
});
