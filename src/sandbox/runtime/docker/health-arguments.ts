import type { HealthCheck } from '@aws-sdk/client-ecs';

/**
 * The health check of a container as arguments of `docker create`. Without one in the task definition the image's own is switched off,
 * since ECS does not look at it.
 */
export function healthArguments(check: HealthCheck | undefined): string[] {
  const [form, ...words] = check?.command ?? [];
  if (check === undefined || words.length === 0 || form === 'NONE') return ['--no-healthcheck'];
  return [
    `--health-cmd=${form === 'CMD' ? `exec ${words.map(quoted).join(' ')}` : words.join(' ')}`,
    `--health-interval=${check.interval ?? 30}s`,
    `--health-timeout=${check.timeout ?? 5}s`,
    `--health-retries=${check.retries ?? 3}`,
    `--health-start-period=${check.startPeriod ?? 0}s`,
  ];
}

/** A word that a shell of POSIX leaves as it is. The CLI can only name a shell command, so the form CMD needs a shell in the image too. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
