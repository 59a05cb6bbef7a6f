/** How the environment of a container reaches the docker CLI, without one value in its arguments. */
export interface EnvironmentRoutes {
  /** Named with `--env NAME`; the CLI reads their values from its own environment. */
  readonly inherited: Readonly<Record<string, string>>;
  /** The text for `--env-file`: variables that the CLI would take as meant for itself. */
  readonly file: string;
}

/**
 * Variables that the CLI, its plugins or the runtime of its language read: given in its environment they would change what it does.
 */
const meantForTheCli =
  /^(?:DOCKER_.*|.*_PROXY|BUILD.*|COMPOSE_.*|GO[A-Z]+|LD_.*|DYLD_.*|SSH_.*|SSL_CERT_.*|OTEL_.*|XDG_.*)$/i;

/** `own`: the environment that the CLI gets anyway. */
export function routeEnvironment(
  variables: ReadonlyMap<string, string>,
  own: Readonly<Record<string, string | undefined>>,
): EnvironmentRoutes {
  const inherited: Record<string, string> = {};
  let file = '';
  for (const [name, value] of variables) {
    const isClash = name in own || meantForTheCli.test(name);
    if (isClash && fitsFile(name, value)) file += `${name}=${value}\n`;
    else inherited[name] = value;
  }
  return { inherited, file };
}

/** A file has one variable on a line, and the CLI reads lines of up to 64 KiB, takes a carriage return at their end away. */
function fitsFile(name: string, value: string): boolean {
  return !/[\r\n]/.test(value) && !/^#|\s/.test(name) && name.length + value.length < 60_000;
}
