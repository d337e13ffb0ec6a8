import type { Print } from "../model/contracts.ts";
import type { Level, LogFile, Traffic } from "../model/log.ts";

/** The log of one run, without any cost until it is opened. */
export interface RunLog {
  open(how: { folder: string; backups: number | undefined }): Promise<void>;
  /** a line for the log alone */
  note: Print;
  traffic: Traffic;
  /** The same output, with every line in the log too. */
  heard(print: Print): Print;
}

/** `complain` hears that no log can be written; it must not write to the log itself. */
export function runLog(complain: Print): RunLog {
  let file: LogFile | undefined;
  return {
    async open(how) {
      const { openLogFile } = await import("../store/log-file.ts");
      file = await openLogFile({ ...how, complain });
    },
    note: (line) => file?.write("DEBUG", "httpsidecar", line),
    traffic: (words) => file?.write("DEBUG", "httpsidecar.acme", words),
    heard: (print) => (line) => {
      print(line);
      file?.write(levelOf(line), "httpsidecar", line);
    },
  };
}

function levelOf(line: string): Level {
  if (line.startsWith("error:") || line.startsWith("this is a bug:")) return "ERROR";
  return line.startsWith("warning:") ? "WARNING" : "INFO";
}
