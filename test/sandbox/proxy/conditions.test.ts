import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meets, ruleFor } from '../../../src/sandbox/elbv2/proxy/conditions.ts';
import type { RequestFacts } from '../../../src/sandbox/elbv2/proxy/request-facts.ts';
import { fitsWildcard } from '../../../src/sandbox/elbv2/proxy/wildcard.ts';
import type { Rule } from '../../../src/sandbox/elbv2/listener.ts';

const exact = { ignoreCase: false };

/** A pattern as a regular expression, which is slow where patterns are wicked, but plainly right. */
function asRegex(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
}

describe('a wildcard pattern', () => {
  const pieces = fc.array(fc.constantFrom('a', 'b', '/', '*', '?', '.'), { maxLength: 8 });
  const texts = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 10 });

  it('fits what the same regular expression fits', () => {
    fc.assert(
      fc.property(pieces, texts, (pattern, text) => {
        const [asPattern, asText] = [pattern.join(''), text.join('')];
        expect(fitsWildcard(asPattern, asText, exact)).toBe(asRegex(asPattern).test(asText));
      }),
    );
  });

  it('made of a text by leaving parts out fits that text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(20), (text, from, length) => {
        const pattern = `${text.slice(0, from)}*${text.slice(from + length)}`;
        expect(fitsWildcard(pattern, text, exact)).toBe(true);
      }),
    );
  });

  it('decides at once where a regular expression would try for ever', () => {
    expect(fitsWildcard('*a'.repeat(60), 'a'.repeat(59), exact)).toBe(false);
    expect(fitsWildcard(`${'*a'.repeat(60)}*b`, 'a'.repeat(5_000), exact)).toBe(false);
  });

  it.each([
    ['/img/*', '/img/', true],
    ['/img/*', '/img', false],
    ['/Img/*', '/img/a', false],
    ['/img/?', '/img/', false],
    ['*.example.com', 'a.b.example.com', true],
    ['', '', true],
    ['', 'a', false],
  ])('%j and %j: %j', (pattern, text, fits) => {
    expect(fitsWildcard(pattern, text, exact)).toBe(fits);
  });

  it('takes an escaped star for itself, where there are escapes', () => {
    const options = { ignoreCase: true, hasEscapes: true };
    expect(fitsWildcard(String.raw`5\*`, '5*', options)).toBe(true);
    expect(fitsWildcard(String.raw`5\*`, '55', options)).toBe(false);
    expect(fitsWildcard(String.raw`5\*`, String.raw`5\5`, exact)).toBe(true);
  });
});

const request = (
  change: Partial<RequestFacts> & { headers?: Record<string, string[]> } = {},
): RequestFacts => ({
  method: 'GET',
  host: 'shop.example.com',
  path: '/api/orders',
  query: 'version=2&q=a%20b',
  sourceIp: '10.1.2.3',
  header: (name) => change.headers?.[name.toLowerCase()] ?? [],
  ...change,
});

describe('a condition', () => {
  it.each<[string, RuleCondition, boolean]>([
    ['a path', { Field: 'path-pattern', PathPatternConfig: { Values: ['/x', '/api/*'] } }, true],
    ['a path in another case', { Field: 'path-pattern', Values: ['/API/*'] }, false],
    ['a path, not its query', { Field: 'path-pattern', Values: ['*version*'] }, false],
    [
      'a path by expression',
      { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/(api|v1)/'] } },
      true,
    ],
    ['a broken expression', { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['('] } }, false],
    ['a host in another case', { Field: 'host-header', HostHeaderConfig: { Values: ['SHOP.*.com'] } }, true],
    ['another host', { Field: 'host-header', Values: ['shop.example.org'] }, false],
    [
      'a method',
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST', 'GET'] } },
      true,
    ],
    [
      'a method in another case',
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } },
      false,
    ],
    [
      'a query',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'Version', Value: '?' }] } },
      true,
    ],
    [
      'a decoded query',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'q', Value: 'a b' }] } },
      true,
    ],
    [
      'a query by its value',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Value: '2' }] } },
      true,
    ],
    [
      'another query',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v*', Value: '3' }] } },
      false,
    ],
    [
      'a network',
      { Field: 'source-ip', SourceIpConfig: { Values: ['192.168.0.0/16', '10.1.0.0/16'] } },
      true,
    ],
    [
      'another network',
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.2.0.0/16', '::1/128', 'nonsense'] } },
      false,
    ],
    ['an unknown field', { Field: 'moon-phase', Values: ['*'] }, false],
  ])('on %s', (_what, condition, isMet) => {
    expect(meets(condition, request())).toBe(isMet);
  });

  it('on a header is met by any of its values, in any case', () => {
    const facts = request({ headers: { 'x-canary': ['no', 'Always'] } });
    const on = (...Values: string[]): RuleCondition => ({
      Field: 'http-header',
      HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values },
    });
    expect([on('al*'), on('yes', 'NO'), on('maybe')].map((c) => meets(c, facts))).toEqual([
      true,
      true,
      false,
    ]);
    expect(meets(on('*'), request())).toBe(false);
  });

  it('on a source address knows IPv6', () => {
    const on: RuleCondition = { Field: 'source-ip', SourceIpConfig: { Values: ['2001:db8::/32'] } };
    expect(meets(on, request({ sourceIp: '2001:db8::7' }))).toBe(true);
    expect(meets(on, request({ sourceIp: '2001:db9::7' }))).toBe(false);
  });
});

describe('the rule for a request', () => {
  const rule = (arn: string, ...conditions: RuleCondition[]): Rule => ({
    arn,
    listenerArn: 'listener',
    priority: 1,
    conditions,
    actions: [],
  });
  const api: RuleCondition = { Field: 'path-pattern', Values: ['/api/*'] };
  const post: RuleCondition = { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } };

  it('is the first one of which every condition is met', () => {
    const rules = [rule('both', api, post), rule('path', api), rule('default')];
    expect(ruleFor(rules, request())?.arn).toBe('path');
    expect(ruleFor(rules, request({ method: 'POST' }))?.arn).toBe('both');
    expect(ruleFor(rules, request({ path: '/' }))?.arn).toBe('default');
  });

  it('is the same one when rules that do not fit are put in front', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.webPath(), (misfits, path) => {
        const never = rule('never', { Field: 'path-pattern', Values: ['no leading slash'] });
        const rules = [...Array<Rule>(misfits).fill(never), rule('path', api), rule('default')];
        expect(ruleFor(rules, request({ path }))?.arn).toBe(path.startsWith('/api/') ? 'path' : 'default');
      }),
    );
  });
});
