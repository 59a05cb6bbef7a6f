// The tests that wait for real time or live through many histories begin first: on a machine that has never run them Jest knows no
// times, and one long file begun last leaves the other cores with nothing to do.
import Sequencer from '@jest/test-sequencer';

const slow = [
  'simulation/defects',
  'e2e/',
  'engine/',
  'conformance/',
  'simulation/',
  'scenarios/killed',
  'scenarios/approvals',
  'scenarios/iam-policy',
  'scenarios/histories',
];

/** Its place among the slow ones; behind them, where it is none. */
function rank({ path }) {
  const index = slow.findIndex((part) => path.includes(`/test/${part}`));
  return index === -1 ? slow.length : index;
}

export default class SlowFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
