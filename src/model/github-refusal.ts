/** Why GitHub could not be told of a deployment, or not of all of it. */
export type GitHubRefusal =
  /** Variables of a step of GitHub Actions that the environment lacks. */
  | { readonly kind: 'no-run'; readonly missing: readonly string[] }
  | { readonly kind: 'no-token' }
  /** GitHub answered, and not as it should. */
  | { readonly kind: 'answered'; readonly status: number; readonly message: string }
  | { readonly kind: 'no-answer'; readonly withinMilliseconds: number }
  | { readonly kind: 'unreachable'; readonly error: string };
