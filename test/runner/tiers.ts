import type { Step } from "./steps.ts";

/** One run of vitest. */
export interface Stage {
  title: string;
  /** of test/vitest.config.ts, where a test's project follows from its place */
  projects: readonly string[];
  /** what has to be there before */
  needs: readonly Step[];
  env?: Readonly<Record<string, string>>;
  /** further words for vitest */
  words?: readonly string[];
  /** a story takes a minute or more: each test is shown as it ends */
  verbose?: true;
  /** another one at the same time */
  beside?: Stage;
  /** gets what others leave of the processors */
  nice?: true;
  /** what fails is tried once more, and named: real programs on a busy machine have chance in them; soak looks for it */
  twice?: true;
}

export interface Tier {
  what: string;
  /** after so many no further stage begins */
  minutes: number;
  stages: readonly Stage[];
}

export type TierName = "check" | "test" | "soak";

const unit: Stage = { title: "unit tests", projects: ["unit", "speaking"], needs: [] };

/** What is left to chance is tried less often while somebody waits. */
const lessChance = repeated(0.2);

/** They wait for real programs: with three at a time two fifths of the processors' time were left over. */
const fourAtATime = ["--maxWorkers=4"];

const programs = ["packages", "pebble", "nginx", "web-servers"] as const;
const containers = ["packages", "story-packages", "pebble", "image"] as const;

function years(seeds: number, title: string, projects: readonly string[], needs: readonly Step[]): Stage {
  return {
    title: `${title}, ${seeds * 5} simulated years`,
    projects: [...projects, "simulation"],
    needs,
    env: { HTTPSIDECAR_SEEDS: `${seeds}` },
  };
}

const computing: Stage = { ...years(24, "kills, mutations", ["computing"], programs), nice: true, twice: true };

const stories: readonly Stage[] = [
  { title: "stories, five at a time", projects: ["e2e"], needs: containers, verbose: true, twice: true },
  {
    title: "stories that measure, two at a time",
    projects: ["e2e-measured"],
    needs: containers,
    verbose: true,
    twice: true,
  },
  {
    title: "stories that take port 80, or make a swarm, alone",
    projects: ["e2e-alone"],
    needs: [...containers, ...programs],
    verbose: true,
    twice: true,
    beside: computing,
  },
];

const everything: readonly Stage[] = [
  { ...unit, projects: [...unit.projects, "thorough"] },
  {
    title: "integration tests, four at a time",
    projects: ["integration", "slow"],
    needs: [...programs, "prometheus"],
    words: fourAtATime,
    twice: true,
  },
  ...stories,
];

/** The three tiers. What is chance or one more of a kind is in all of them at another depth: test/support/soak.ts. */
export const tiers: Readonly<Record<TierName, Tier>> = {
  check: {
    what: "no containers, two minutes on two cores",
    minutes: 20,
    // what waits for programs beside what computes
    stages: [
      { ...unit, env: lessChance, beside: { ...years(2, "integration tests", ["integration"], programs), nice: true } },
    ],
  },
  test: { what: "what a change can break", minutes: 40, stages: everything },
  soak: { what: "certainty, for hours", minutes: 12 * 60, stages: [...soaked(everything), ...longRuns(), ...turns()] },
};

/** Every case of every test, every certbot, the kills at every step. */
function soaked(stages: readonly Stage[]): Stage[] {
  const deep = ({ twice: _, beside: __, ...stage }: Stage): Stage => ({
    ...stage,
    needs: stage.needs.map((step) => (step === "image" ? "every-image" : step)),
    env: { ...stage.env, HTTPSIDECAR_SOAK: "1", ...(stage.env?.["HTTPSIDECAR_SEEDS"] && { HTTPSIDECAR_SEEDS: "201" }) },
  });
  return stages.flatMap((stage) => (stage.beside ? [stage, stage.beside] : [stage])).map(deep);
}

function longRuns(): Stage[] {
  const long = (title: string, project: string, env: Stage["env"], ...words: string[]): Stage => ({
    title,
    projects: [project],
    needs: ["packages", "story-packages", "long-packages", "pebble", "nginx", "every-image"],
    env: { HTTPSIDECAR_SOAK: "1", ...env },
    words,
    verbose: true,
  });
  const life = (seconds: number, renewals: number) => ({
    HTTPSIDECAR_LIFE: `${seconds}`,
    HTTPSIDECAR_RENEWALS: `${renewals}`,
  });
  const lapses = ["test/e2e/never-lapses.test.ts", "--testNamePattern=certificates of"];
  return [
    long("600 generated .env files before Compose", "e2e", repeated(6), "test/e2e/settings-compose.test.ts"),
    long("3,000 .env files before dotenv", "unit", repeated(3), "test/stack-files/env-text-dotenv.test.ts"),
    long(
      "100,000 actions of the companion, 1,000 lost event streams",
      "unit",
      repeated(20),
      "test/companion/soak.test.ts",
    ),
    long("120 kills while a certificate is saved", "computing", repeated(3), "test/integration/store-kill.test.ts"),
    long("18 kills at random moments", "computing", repeated(3), "test/integration/renewal-kill.test.ts"),
    long(
      "50 meetings of real certbot and the sidecar on one store",
      "e2e",
      repeated(10),
      "test/e2e/certbot-turns.test.ts",
      "--testNamePattern=started at the same moment",
    ),
    long("2,000 years of other seeds", "simulation", { HTTPSIDECAR_SEED: "1001", HTTPSIDECAR_SEEDS: "400" }),
    // In real time: 12 and 70 minutes.
    long("certificates of 6 minutes", "e2e-measured", life(360, 4), ...lapses),
    long("certificates of 45 minutes", "e2e-measured", life(2700, 3), ...lapses),
    long("what only the long run has", "soak", {}, "--passWithNoTests"),
  ];
}

/** The stories with most chance in them, SOAK_TURNS times; each of the first has two stacks, so 10 are 20 switches. */
function turns(): Stage[] {
  return Array.from({ length: Number(process.env["SOAK_TURNS"] ?? 10) }, (_, turn) => ({
    title: `first switches with visitors, kills after each step of a switch: turn ${turn + 1}`,
    projects: ["e2e-measured"],
    needs: ["every-image"] as const,
    env: { HTTPSIDECAR_SOAK: "1" },
    words: ["test/e2e/from-http-to-https.test.ts", "test/e2e/companion-kill.test.ts"],
    verbose: true as const,
  }));
}

function repeated(times: number) {
  return { HTTPSIDECAR_REPEAT: `${times}` };
}
