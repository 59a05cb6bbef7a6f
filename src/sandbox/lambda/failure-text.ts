import type { ScriptedAnswer } from './script.ts';

/**
 * Why ECS could not ask a function, in the words that follow `lifecycle hook(s) failed.` in a `statusReason` (2.4.1 of the specification). What
 * stands after `due to` is Lambda's own text for that error.
 */
export function failureText(
  kind: Exclude<ScriptedAnswer['kind'], 'answer' | 'silent'>,
  functionArn: string,
  roleArn = 'of the hook',
): string {
  switch (kind) {
    case 'not-found':
      return `ECS was unable to invoke hook target ${functionArn} due to Function not found: ${functionArn}`;
    case 'denied':
      return (
        `ECS was unable to invoke hook target ${functionArn} due to User: ${roleArn} is not authorized to perform: ` +
        `lambda:InvokeFunction on resource: ${functionArn} because no identity-based policy allows the lambda:InvokeFunction action`
      );
    case 'no-role':
      return `ECS was unable to assume role ${roleArn}`;
    default:
      return kind satisfies never;
  }
}
