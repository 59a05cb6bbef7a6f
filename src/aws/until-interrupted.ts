import type { Aws } from './aws.ts';

/** The options of a call, with whatever ends all calls of this `Aws` besides. */
export function untilInterrupted<Options extends { readonly signal?: AbortSignal | undefined }>(
  { interrupt }: Pick<Aws, 'interrupt'>,
  options: Options,
): Options {
  if (interrupt === undefined) return options;
  const { signal } = options;
  return { ...options, signal: signal === undefined ? interrupt : AbortSignal.any([signal, interrupt]) };
}
