/** The operator left a question unanswered: a quiet no, which ends a command with exit code 3. */
export class Declined extends Error {
  override name = "Declined";
}
