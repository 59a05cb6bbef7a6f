import type { ServiceName } from './service-name.ts';

/** What CloudTrail writes in the place of a value that nobody may read there. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Members of inputs that are secret, by service. */
const secretMembers: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  secretsmanager: ['SecretString', 'SecretBinary'],
  ssm: ['Value'],
};

/** Members of inputs that come again and again by the hundred, and are kept elsewhere. */
const bulkyMembers: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  cloudwatch: ['MetricData', 'EntityMetricData'],
};

/** The input of a call as the call log keeps it: without the values of secrets and parameters, and with the number of data alone. */
export function loggedInput(service: ServiceName, input: unknown): unknown {
  const secret = secretMembers[service] ?? [];
  const bulky = bulkyMembers[service] ?? [];
  if (typeof input !== 'object' || input === null || secret.length + bulky.length === 0) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => {
      if (secret.includes(name) && value !== undefined) return [name, hidden];
      return [name, bulky.includes(name) && Array.isArray(value) ? `${value.length} of them` : value];
    }),
  );
}
