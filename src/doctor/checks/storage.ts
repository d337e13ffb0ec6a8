import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Check } from "../check.ts";
import { fine, ofProblem } from "../finding.ts";

/** Everything that saving does, with a probe file. */
export const storage: Check = {
  name: "storage",
  async look({ checkWritable }) {
    try {
      await checkWritable();
      return [fine(phrase`a certificate could be saved`)];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "locked") return [ofProblem(error, "warning", phrase`it could not be tried out just now`)];
      return [ofProblem(error, "blocks", phrase`a certificate could not be saved, so none is ordered`)];
    }
  },
};
