import type { World } from './world.ts';

/** Who calls: AWS reads it from the signature, the sandbox from the credential scope without checking it. */
export interface Caller {
  readonly arn: string;
  readonly accessKeyId: string;
}

/**
 * One AWS operation: its file is named as AWS spells it, its input and output have the SDK's own shapes.
 * It is synchronous, so that a request is one moment of sandbox time, and throws `ServiceError` for what AWS refuses.
 */
export type Operation<Input, Output> = (world: World, input: Input, caller: Caller) => Output;

/** An SDK output type without what the SDK itself adds to every reply. */
export type Output<CommandOutput> = Omit<CommandOutput, '$metadata'>;

/** Of operations that answer nothing. */
export type NoOutput = Readonly<Record<string, never>>;
