/** An error that AWS documents: what an operation throws, and the protocol turns into bytes. */
export class ServiceError extends Error {
  /** As the model spells it, with the `Exception` suffix where it has one: `ServiceNotFoundException`. */
  readonly code: string;
  /** HTTP status: 400 for the caller's faults, 500 for the server's. */
  readonly status: number;
  /** Further members that the modelled error carries, such as `resourceIds` of ConflictException. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Operations run in other realms under Jest, so `instanceof` is not asked. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof ServiceError || (error instanceof Error && error.name === 'ServiceError');
}
