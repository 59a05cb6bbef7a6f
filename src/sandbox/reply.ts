import type { WireResponse } from './wire.ts';

/** What becomes of a request, after `delay` milliseconds of sandbox time. */
export type Reply =
  | { readonly kind: 'answer'; readonly delay: number; readonly response: WireResponse }
  /** The connection breaks before the answer is through. */
  | { readonly kind: 'lost'; readonly delay: number }
  /** Silence. */
  | { readonly kind: 'hang' };
