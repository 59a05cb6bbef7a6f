import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { BlockList, isIPv6 } from 'node:net';
import type { Rule } from '../listener.ts';
import type { RequestFacts } from './request-facts.ts';
import { fitsWildcard } from './wildcard.ts';

/** The first of these rules, which stand in the order of their priorities, whose conditions the request meets. */
export function ruleFor(rules: readonly Rule[], request: RequestFacts): Rule | undefined {
  return rules.find((rule) => rule.conditions.every((condition) => meets(condition, request)));
}

/** The semantics are those of `RuleCondition` in the API reference. A field that is not known there is never met. */
export function meets(condition: RuleCondition, request: RequestFacts): boolean {
  switch (condition.Field) {
    case 'path-pattern': {
      const config = condition.PathPatternConfig;
      const patterns = config?.Values ?? condition.Values ?? [];
      return (
        patterns.some((pattern) => fitsWildcard(pattern, request.path, { ignoreCase: false })) ||
        fitsRegex(config?.RegexValues, request.path, '')
      );
    }
    case 'host-header': {
      const config = condition.HostHeaderConfig;
      const patterns = config?.Values ?? condition.Values ?? [];
      return (
        patterns.some((pattern) => fitsWildcard(pattern, request.host, { ignoreCase: true })) ||
        fitsRegex(config?.RegexValues, request.host, 'i')
      );
    }
    case 'http-header': {
      const config = condition.HttpHeaderConfig;
      const values = request.header(config?.HttpHeaderName ?? '');
      return values.some(
        (value) =>
          (config?.Values ?? []).some((pattern) => fitsWildcard(pattern, value, { ignoreCase: true })) ||
          fitsRegex(config?.RegexValues, value, 'i'),
      );
    }
    case 'http-request-method':
      return (condition.HttpRequestMethodConfig?.Values ?? []).includes(request.method);
    case 'query-string':
      return meetsQuery(condition, request.query);
    case 'source-ip':
      return networksOf(condition).check(request.sourceIp, isIPv6(request.sourceIp) ? 'ipv6' : 'ipv4');
    default:
      return false;
  }
}

function meetsQuery(condition: RuleCondition, query: string): boolean {
  const options = { ignoreCase: true, hasEscapes: true };
  const given = [...new URLSearchParams(query)];
  return (condition.QueryStringConfig?.Values ?? []).some(({ Key: key, Value: value = '' }) =>
    given.some(
      ([name, content]) =>
        (key === undefined || fitsWildcard(key, name, options)) && fitsWildcard(value, content, options),
    ),
  );
}

/** Regular expressions are JavaScript's here; one that JavaScript cannot read is never met. */
function fitsRegex(expressions: readonly string[] | undefined, text: string, flags: string): boolean {
  return (expressions ?? []).some((expression) => {
    try {
      return new RegExp(expression, flags).test(text);
    } catch {
      return false;
    }
  });
}

/** A condition is replaced, never changed: what it says can be kept. */
const networks = new WeakMap<RuleCondition, BlockList>();

function networksOf(condition: RuleCondition): BlockList {
  const known = networks.get(condition);
  if (known !== undefined) return known;
  const list = new BlockList();
  for (const range of condition.SourceIpConfig?.Values ?? []) {
    const [address = '', prefix] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    try {
      list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
    } catch {
      // Not a network: nobody comes from there.
    }
  }
  networks.set(condition, list);
  return list;
}
