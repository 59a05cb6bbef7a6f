import type { ImageFate } from '../../images/lifecycle-policy/fate.ts';
import type { PreflightReason, PreflightResult } from '../../model/preflight.ts';
import { errorOf, passed, skipped, warningOf } from '../preflight/preflight-check.ts';

const name = 'expiry';

// Long enough to do something about it, and short enough to still be read.
const soonPushes = 3;
const soon = 7 * 24 * 60 * 60 * 1000;

type When = Extract<PreflightReason, { kind: 'image-expiring' }>['when'];

/** Whether an image that is there will still be there when it is wanted. Pure. */
export function judgeExpiry(image: string, fate: ImageFate, now: number): PreflightResult {
  switch (fate.kind) {
    case 'stays':
    case 'held':
      return passed(name, image);
    case 'due':
      return errorOf(name, image, expiring(image, fate, { kind: 'within-a-day' }));
    case 'due-at': {
      const { at, unlessPulled } = fate;
      if (at - now > soon) return passed(name, image);
      return warningOf(name, image, expiring(image, fate, { kind: 'at', at, unlessPulled }));
    }
    case 'due-after-pushes': {
      const { pushes } = fate;
      if (pushes > soonPushes) return passed(name, image);
      return warningOf(name, image, expiring(image, fate, { kind: 'after-pushes', pushes }));
    }
    case 'not-known': {
      const { because } = fate;
      const { kind: why, ...rest } = because;
      return skipped(name, image, { kind: 'fate-unknown', why, ...rest });
    }
    default:
      return fate satisfies never;
  }
}

function expiring(
  image: string,
  { rule, action }: Extract<ImageFate, { readonly rule: number }>,
  when: When,
): PreflightReason {
  return { kind: 'image-expiring', image, rule, action, when };
}
