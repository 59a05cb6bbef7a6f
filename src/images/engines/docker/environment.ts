/** Of the process; `process.env` fits. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that says something: an empty one counts as none, as it does to the client. */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}
