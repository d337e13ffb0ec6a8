/** Of however many numbers, and of `least`: a list of a stranger's is too long for the arguments of Math.max. */
export function largest(numbers: readonly number[], least: number): number {
  return numbers.reduce((most, each) => Math.max(most, each), least);
}
