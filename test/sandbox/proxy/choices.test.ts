import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseTarget } from '../../../src/sandbox/elbv2/proxy/choose-target.ts';
import { decide } from '../../../src/sandbox/elbv2/proxy/decide.ts';
import { redirectLocation } from '../../../src/sandbox/elbv2/proxy/redirect-location.ts';
import { stickyCookies, stickyGroup } from '../../../src/sandbox/elbv2/proxy/sticky-cookie.ts';
import { WeightedTurns } from '../../../src/sandbox/elbv2/proxy/weighted-turns.ts';
import type { Target, TargetHealth } from '../../../src/sandbox/elbv2/target.ts';

const shares = (...weights: number[]) =>
  weights.map((weight, index) => ({ targetGroupArn: `group ${index}`, weight }));

function draw(turns: WeightedTurns, groups: ReturnType<typeof shares>, times: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let turn = 0; turn < times; turn++) {
    const arn = turns.next(groups)?.targetGroupArn ?? 'none';
    counts.set(arn, (counts.get(arn) ?? 0) + 1);
  }
  return counts;
}

describe('turns by weight', () => {
  it('are exactly the weights in each round, wherever the round begins', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(weights, fc.nat(50), (given, before) => {
        const total = given.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        const turns = new WeightedTurns();
        draw(turns, shares(...given), before * total);
        const counts = draw(turns, shares(...given), total);
        expect(given.map((_weight, index) => counts.get(`group ${index}`) ?? 0)).toEqual(given);
      }),
    );
  });

  it('of a small weight come in between, not all at the end', () => {
    const turns = new WeightedTurns();
    const order = Array.from({ length: 8 }, () => turns.next(shares(6, 2))?.targetGroupArn.slice(-1));
    expect(order.join('')).toBe('00100010'.slice(0, 8));
  });

  it('go to nobody when every weight is 0', () => {
    expect(new WeightedTurns().next(shares(0, 0))).toBeUndefined();
  });

  it('follow changed weights at once', () => {
    const turns = new WeightedTurns();
    draw(turns, shares(999, 1), 500);
    expect(draw(turns, shares(0, 1), 10)).toEqual(new Map([['group 1', 10]]));
  });
});

describe('the target of a request', () => {
  const states: TargetHealth['state'][] = ['initial', 'healthy', 'unhealthy', 'draining', 'unavailable'];
  const targets = (...given: TargetHealth['state'][]): Target[] =>
    given.map((state, index) => ({
      id: `10.0.0.${index}`,
      port: 80,
      health: { state },
      probe: () => ({ kind: 'refused' }),
      successes: 0,
      failures: 0,
      events: [],
    }));
  const round = (group: Target[]) =>
    Array.from({ length: group.length }, (_none, turn) => chooseTarget(group, turn)?.health.state);

  it('is a healthy one as long as there is one, never a draining one, and each in its turn', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 6 }), fc.nat(1000), (given, turn) => {
        const group = targets(...given);
        const good = group.filter(
          ({ health }) => health.state === 'healthy' || health.state === 'unavailable',
        );
        const registered = group.filter(({ health }) => health.state !== 'draining');
        const candidates = good.length > 0 ? good : registered;
        const chosen = candidates.map((_none, index) => chooseTarget(group, turn + index));
        expect(new Set(chosen)).toEqual(new Set(candidates));
        expect(candidates.length > 0 || chooseTarget(group, turn) === undefined).toBe(true);
      }),
    );
  });

  it('is any registered one when none is healthy', () => {
    expect(round(targets('unhealthy', 'initial', 'draining'))).toEqual(['unhealthy', 'initial', 'unhealthy']);
  });
});

describe('what a rule wants', () => {
  it('is its authentication first, which is refused rather than skipped', () => {
    const forward = { Type: 'forward' as const, Order: 2, TargetGroupArn: 'blue' };
    const login = { Type: 'authenticate-oidc' as const, Order: 1 };
    expect(decide([forward, login])).toEqual({ kind: 'unsupported', action: 'authenticate-oidc' });
  });
});

describe('a redirect', () => {
  const asked = { protocol: 'HTTP', host: 'shop.example', port: 80, path: '/a/b', query: 'c=d' } as const;

  it.each([
    [{}, 'http://shop.example:80/a/b?c=d'],
    [{ Protocol: 'HTTPS', Port: '443' }, 'https://shop.example:443/a/b?c=d'],
    [{ Host: 'www.#{host}', Path: '/new/#{path}', Query: '' }, 'http://www.shop.example:80/new/a/b'],
    [{ Query: 'from=#{port}&#{query}' }, 'http://shop.example:80/a/b?from=80&c=d'],
  ])('by %j leads to %s', (config, location) => {
    expect(redirectLocation({ StatusCode: 'HTTP_301', ...config }, asked)).toBe(location);
  });
});

describe('the cookie of a target group', () => {
  const blue = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/blue/0123456789abcdef';
  const green = blue.replace('blue', 'green');

  it('leads back to the group that it was made for, as long as that is among the choices', () => {
    const [cookie = '', forOtherSites] = stickyCookies(green, 60, 0);
    expect(cookie).toMatch(/^AWSALBTG=[\w-]+; Expires=Thu, 01 Jan 1970 00:01:00 GMT; Path=\/$/);
    expect(forOtherSites).toMatch(/^AWSALBTGCORS=.*; SameSite=None$/);
    const sent = `other=1; ${cookie.split(';')[0] ?? ''}`;
    expect(stickyGroup(sent, [blue, green])).toBe(green);
    expect(stickyGroup(sent, [blue])).toBeUndefined();
    expect(stickyGroup(undefined, [blue, green])).toBeUndefined();
  });
});
