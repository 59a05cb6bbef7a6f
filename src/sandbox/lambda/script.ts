/** One answer of a scripted function. What a hook may answer: 2.4.6 of the specification. */
export type ScriptedAnswer =
  | {
      readonly kind: 'answer';
      /** As the function spells it. Without it, ECS cannot parse the answer. */
      readonly hookStatus?: string;
      /** Seconds until ECS asks again, where the status is IN_PROGRESS; 30 without. */
      readonly callBackDelay?: number;
      /** What ECS hands to the next invocation. */
      readonly hookDetails?: Readonly<Record<string, unknown>>;
    }
  /** It never answers: the hook's time-out decides. */
  | { readonly kind: 'silent' }
  /** There is no such function. */
  | { readonly kind: 'not-found' }
  /** The hook's role may not invoke it. */
  | { readonly kind: 'denied' }
  /** ECS may not take the hook's role. */
  | { readonly kind: 'no-role' };

/** What becomes of one invocation; `text` is the reason that ECS gives in a `statusReason`. */
export type LambdaAnswer =
  | Extract<ScriptedAnswer, { kind: 'answer' }>
  | { readonly kind: 'silent' }
  | { readonly kind: 'failed'; readonly because: 'not-found' | 'denied' | 'no-role'; readonly text: string };

/** One invocation, as it happened. */
export interface LambdaInvocation {
  /** Sandbox time, milliseconds since the epoch. */
  readonly at: number;
  readonly functionArn: string;
  readonly payload: object;
  readonly answer: LambdaAnswer;
}
