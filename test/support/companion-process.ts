// The companion's room in a process of its own that ends itself by SIGKILL at one step of a switch.
import { runCompanion } from "../../src/companion/companion.ts";

const { settings, self, kill } = JSON.parse(process.argv[2] ?? "{}");

await runCompanion({
  settings,
  self,
  print: console.log,
  signal: new AbortController().signal,
  at: (step) => {
    if (step !== kill.step) return;
    if (kill.afterMs === 0) end();
    setTimeout(end, kill.afterMs);
  },
});

function end() {
  process.kill(process.pid, "SIGKILL");
}
