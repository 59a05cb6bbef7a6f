import type { ReleaseEvent } from '../model/release-event.ts';

/** Shows a release while it happens. It only ever writes to stderr: stdout is for the result. */
export interface View {
  report(event: ReleaseEvent): void;
  /**
   * Called once, before the result is printed; leaves the terminal as it was.
   * @param how `well`: the command came to its end, also where no event told so, as after a plan
   */
  end(how?: 'well'): Promise<void> | void;
}
