import type { ServiceEvent } from '../../model/deployment.ts';
import type { Milliseconds } from '../../model/duration.ts';

const completed = /\) deployment completed\.?$/;
const registered = /\) registered \d+ targets in /;
const draining = ') has begun draining connections on ';

/**
 * From the registration of the first new targets until they were healthy, in the newest release that the events of a service tell of.
 * An old task that leaves after it tells that they were: ECS holds it until then, once it has stopped those that it may do without.
 * Undefined where the events do not tell: AWS keeps a hundred, and leaves those out that it has told in the last six hours. Pure.
 * @param options.keepsAll no old task was stopped before a new one was healthy
 */
export function observedStart(
  events: readonly ServiceEvent[],
  { keepsAll }: { readonly keepsAll: boolean },
): Milliseconds | undefined {
  const inOrder = [...events].sort((a, b) => a.at - b.at);
  const end = inOrder.findLastIndex(({ message }) => completed.test(message));
  if (end === -1) return undefined;
  const before = inOrder.slice(0, end).findLastIndex(({ message }) => completed.test(message));
  const release = inOrder.slice(before + 1, end + 1);
  const first = release.findIndex(({ message }) => registered.test(message));
  const from = release[first];
  if (from === undefined) return undefined;
  const hasLeft = ({ message }: ServiceEvent): boolean => message.includes(draining);
  const leftEarly = release.slice(0, first).some(hasLeft);
  const left = release.slice(first).find(hasLeft);
  // The end also waits for the old ones to have left, which may take them minutes.
  if (left === undefined) return leftEarly ? undefined : (release.at(-1)?.at ?? from.at) - from.at;
  return keepsAll || leftEarly ? left.at - from.at : undefined;
}
