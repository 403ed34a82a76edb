/** Why a start stops: one plain sentence that names the variable, file or port. */

/** Thrown by everything that runs before the server listens; `message` is all a person needs. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem' as const;
}
