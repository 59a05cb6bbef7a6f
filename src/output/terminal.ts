/** What one stream can show. */
export interface TerminalStream {
  readonly isTTY: boolean;
  readonly color: boolean;
  readonly columns: number;
}

/** What surrounds the process, decided once at start (`cli/terminal.ts`) and handed down; nobody looks again. */
export interface Terminal {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  /** Whether a person can answer a question now. */
  readonly canAsk: boolean;
  /** Whether a build server runs us. */
  readonly ci: boolean;
  /** Whether stderr may move: a terminal, no build server. */
  readonly animate: boolean;
}
