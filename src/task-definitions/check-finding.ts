/** Something that AWS is sure to reject. */
export interface CheckFinding {
  /** `containerDefinitions[web].image` */
  readonly path: string;
  /** What is wrong, with the value. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}
