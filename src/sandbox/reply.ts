import type { Misfortune } from './faults.ts';
import type { WireResponse } from './wire.ts';

/** What becomes of a request, after `delay` milliseconds of sandbox time. */
export type Reply<Response = WireResponse> =
  | { readonly kind: 'answer'; readonly delay: number; readonly response: Response }
  /** The connection breaks before the answer is through. */
  | { readonly kind: 'lost'; readonly delay: number }
  /** Silence. */
  | { readonly kind: 'hang' };

/** What a fault makes of an answer. */
export function replyAfter<Response>(
  misfortune: Misfortune | undefined,
  response: Response,
): Reply<Response> {
  const delay = misfortune?.delay ?? 0;
  switch (misfortune?.outcome.kind) {
    case 'hang':
      return { kind: 'hang' };
    case 'lose-reply':
      return { kind: 'lost', delay };
    case 'answer':
    case 'error':
    case undefined:
      return { kind: 'answer', delay, response };
  }
}
