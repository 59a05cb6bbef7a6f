import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const prefix = 'arn:aws:ssm:us-east-1:123456789012:parameter';

let ssm: ReturnType<typeof clientsOf>['ssm'];
beforeEach(() => {
  ssm = clientsOf(new Sandbox()).ssm;
});

describe('parameters', () => {
  it('are read by name, by ARN and by version', async () => {
    await ssm.putParameter({ Name: '/shop/url', Value: 'one', Type: 'String' });
    const second = await ssm.putParameter({ Name: '/shop/url', Value: 'two', Overwrite: true });
    expect(second.Version).toBe(2);
    const byName = await ssm.getParameter({ Name: '/shop/url' });
    expect(byName.Parameter).toMatchObject({
      Name: '/shop/url',
      Value: 'two',
      Version: 2,
      Type: 'String',
      ARN: `${prefix}/shop/url`,
    });
    const byArn = await ssm.getParameter({ Name: `${prefix}/shop/url` });
    expect(byArn.Parameter?.Value).toBe('two');
    const first = await ssm.getParameter({ Name: '/shop/url:1' });
    expect(first.Parameter).toMatchObject({ Value: 'one', Selector: ':1' });
    expect(await refusal(ssm.getParameter({ Name: '/shop/url:9' }))).toEqual({
      name: 'ParameterVersionNotFound',
      message: 'Systems Manager could not find version 9 of /shop/url. Verify the version and try again.',
    });
  });

  it('that are not there are told apart from those that are, without an error', async () => {
    await ssm.putParameter({ Name: 'plain', Value: 'x', Type: 'String' });
    const answer = await ssm.getParameters({ Names: ['plain', '/gone', 'plain:7', `${prefix}/plain`] });
    expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(['plain', 'plain']);
    expect(answer.InvalidParameters).toEqual(['/gone', 'plain:7']);
  });

  it('of another account or region are not there', async () => {
    await ssm.putParameter({ Name: 'plain', Value: 'x', Type: 'String' });
    const names = [
      'arn:aws:ssm:eu-west-1:123456789012:parameter/plain',
      'arn:aws:ssm:us-east-1:210987654321:parameter/plain',
    ];
    const answer = await ssm.getParameters({ Names: names });
    expect(answer.InvalidParameters).toEqual(names);
  });

  it('that are secret show their value only where decryption was asked for', async () => {
    await ssm.putParameter({ Name: 'secret', Value: 'hunter2', Type: 'SecureString' });
    const hidden = await ssm.getParameter({ Name: 'secret' });
    expect(hidden.Parameter?.Value).toMatch(/^AQICAH/);
    const shown = await ssm.getParameter({ Name: 'secret', WithDecryption: true });
    expect(shown.Parameter?.Value).toBe('hunter2');
  });

  it('that are secret show nothing by which a guess of their value could be checked', async () => {
    await ssm.putParameter({ Name: 'one', Value: 'hunter2', Type: 'SecureString' });
    await ssm.putParameter({ Name: 'two', Value: 'hunter2', Type: 'SecureString' });
    const { Parameters: hidden = [] } = await ssm.getParameters({ Names: ['one', 'two'] });
    expect(new Set(hidden.map(({ Value }) => Value)).size).toBe(2);
    const digest = createHash('sha512').update('hunter2').digest('base64');
    expect(hidden.filter(({ Value }) => Value?.includes(digest))).toEqual([]);
  });

  it('are of the tier that their size asks for, where AWS shall choose', async () => {
    const put = (Name: string, Value: string, Overwrite = false) =>
      ssm.putParameter({ Name, Value, Type: 'String', Tier: 'Intelligent-Tiering', Overwrite });
    expect((await put('small', 'x')).Tier).toBe('Standard');
    expect((await put('large', 'x'.repeat(5000))).Tier).toBe('Advanced');
    expect((await put('large', 'x', true)).Tier).toBe('Advanced');
    const down = ssm.putParameter({ Name: 'large', Value: 'x', Tier: 'Standard', Overwrite: true });
    expect((await refusal(down)).message).toMatch(/^This parameter uses the advanced-parameter tier\./);
  });

  it('are measured in bytes', async () => {
    const tooLarge = ssm.putParameter({ Name: 'a', Value: 'ü'.repeat(2049), Type: 'String' });
    expect((await refusal(tooLarge)).message).toMatch(/^Standard tier parameters support a maximum/);
    await ssm.putParameter({ Name: 'a', Value: 'ü'.repeat(2048), Type: 'String' });
  });

  it('keep their last hundred versions', async () => {
    await ssm.putParameter({ Name: 'a', Value: '1', Type: 'String' });
    for (let nth = 2; nth <= 102; nth++) {
      await ssm.putParameter({ Name: 'a', Value: String(nth), Overwrite: true });
    }
    expect((await ssm.getParameter({ Name: 'a:3' })).Parameter?.Value).toBe('3');
    expect((await refusal(ssm.getParameter({ Name: 'a:2' }))).name).toBe('ParameterVersionNotFound');
  });

  it.each([
    [
      { Overwrite: true, Tags: [{ Key: 'team', Value: 'shop' }] },
      /^Invalid request: tags and overwrite can't be used together\./,
    ],
    [
      { Type: 'Text' as 'String' },
      /^1 validation error detected: Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: /,
    ],
    [{ Tier: 'Free' as 'Standard' }, /^1 validation error detected: Value 'Free' at 'tier' failed/],
  ])('are not put with %j', async (more, message) => {
    const put = ssm.putParameter({ Name: 'a', Value: 'x', Type: 'String', ...more });
    expect(await refusal(put)).toEqual({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('come in pages of no other size than at AWS', async () => {
    const size = (value: number, bound: string) => ({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${value}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
    });
    expect(await refusal(ssm.getParametersByPath({ Path: '/', MaxResults: 11 }))).toEqual(
      size(11, 'less than or equal to 10'),
    );
    expect(await refusal(ssm.describeParameters({ MaxResults: 51 }))).toEqual(
      size(51, 'less than or equal to 50'),
    );
    expect(await refusal(ssm.describeParameters({ MaxResults: 0 }))).toEqual(
      size(0, 'greater than or equal to 1'),
    );
  });

  it('are not put twice without Overwrite, nor without a type, nor under a wrong name', async () => {
    await ssm.putParameter({ Name: 'a', Value: 'x', Type: 'String' });
    expect(await refusal(ssm.putParameter({ Name: 'a', Value: 'y', Type: 'String' }))).toEqual({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
    expect(await refusal(ssm.putParameter({ Name: 'b', Value: 'x' }))).toEqual({
      name: 'ValidationException',
      message: 'A parameter type is required when you create a parameter.',
    });
    expect(await refusal(ssm.putParameter({ Name: 'a/b', Value: 'x', Type: 'String' }))).toEqual({
      name: 'ValidationException',
      message: 'Parameter name must be a fully qualified name.',
    });
  });

  it('are listed by filter and by path, in pages', async () => {
    for (const name of ['/shop/a', '/shop/b', '/shop/deep/c', '/other']) {
      await ssm.putParameter({ Name: name, Value: name, Type: 'String' });
    }
    const filter = { Key: 'Name', Option: 'BeginsWith', Values: ['/shop'] };
    const first = await ssm.describeParameters({ ParameterFilters: [filter], MaxResults: 2 });
    const second = await ssm.describeParameters({
      ParameterFilters: [filter],
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    const names = [...(first.Parameters ?? []), ...(second.Parameters ?? [])].map(({ Name }) => Name);
    expect(names).toEqual(['/shop/a', '/shop/b', '/shop/deep/c']);
    expect(second.NextToken).toBeUndefined();
    const direct = await ssm.getParametersByPath({ Path: '/shop' });
    expect(direct.Parameters?.map(({ Value }) => Value)).toEqual(['/shop/a', '/shop/b']);
    const all = await ssm.getParametersByPath({ Path: '/shop', Recursive: true });
    expect(all.Parameters).toHaveLength(3);
  });

  it('can be deleted', async () => {
    await ssm.putParameter({ Name: 'a', Value: 'x', Type: 'String' });
    await ssm.deleteParameter({ Name: 'a' });
    const gone = await refusal(ssm.getParameter({ Name: 'a' }));
    expect(gone.name).toBe('ParameterNotFound');
    const answer = await ssm.deleteParameters({ Names: ['a'] });
    expect(answer.InvalidParameters).toEqual(['a']);
  });
});
