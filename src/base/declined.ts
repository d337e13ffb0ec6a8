/** A person left a question without an answer: a quiet no, which ends a command with exit code 3. */
export class Declined extends Error {
  override name = "Declined";
}
