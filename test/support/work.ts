/** Milliseconds of processor time that this process takes for it, whatever else the machine does meanwhile. */
export async function workOf(run: () => unknown): Promise<number> {
  const began = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
