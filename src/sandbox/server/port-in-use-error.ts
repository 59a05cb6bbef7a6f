/** The port that the sandbox was asked to listen on is taken. */
export class PortInUseError extends Error {
  readonly code = 'sandbox.port_in_use';
  readonly port: number;
  readonly suggestions: readonly string[];

  constructor(port: number, cause: unknown) {
    super(`Port ${port} is in use; the sandbox cannot listen on it.`, { cause });
    this.name = 'PortInUseError';
    this.port = port;
    this.suggestions = [
      'See whether a sandbox runs there already: ecsdeploy sandbox status',
      'Choose another port: ecsdeploy sandbox start --port <port>',
    ];
  }
}
