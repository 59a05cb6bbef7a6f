/** Bad input to the control of a sandbox: one sentence with the value in it. */
export class ControlInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ControlInputError';
  }
}
