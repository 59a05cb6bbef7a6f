import type { ProcessInvariant } from './invariant.ts';

const second = 1_000;
const minute = 60 * second;
const statusCalls = new Set(['DescribeServices', 'DescribeServiceDeployments']);
const mostStatusCalls = 24;

/** At most 24 status calls in any minute of following one service. */
export const budget: ProcessInvariant = {
  name: 'calls are within budget',
  check({ id, releases }, { calls }) {
    const [only] = releases;
    if (only === undefined || releases.length > 1) return undefined;
    const { facts } = only;
    const from = facts.find(({ fact }) => fact.type === 'deployment.started')?.at;
    const to = facts.find(({ fact }) => fact.type === 'verification.ended')?.at ?? Number.POSITIVE_INFINITY;
    if (from === undefined) return undefined;
    // What is refused or stays without an answer may be repeated, later and later.
    const times = calls
      .filter(({ by, operation }) => by === id && statusCalls.has(operation))
      .filter(({ fault = 'answer' }) => fault === 'answer')
      .filter(({ at }) => at > from && at < to)
      .map(({ at }) => at);
    let first = 0;
    for (const [last, at] of times.entries()) {
      while ((times[first] ?? 0) <= at - minute) first++;
      const count = last - first + 1;
      if (count > mostStatusCalls) return `${id} has made ${count} status calls within a minute.`;
    }
    return undefined;
  },
};
