import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { configKeys } from "../../spec/config-keys";
import { UserError } from "../../spec/report";
import { validate } from "../../spec/validate";
import { loadStack, validationContext } from "../../stacks";
import type { Answers } from "../init/answers";
import { answersFromFlags, flags, flagsOf } from "../init/flags";
import { flagsHelp } from "../init/help";
import { askAll } from "../init/questions";
import { stackInput } from "../init/stack-input";
import { STACK_CONFIG, stackSource } from "../init/stack-source";
import { writeNew } from "../init/write-stack";
import { parse } from "./command";

const USAGE = "npm run init [-- --name NAME --domain DOMAIN … --node name=…,role=…] [--json]";
const ROOT = join(__dirname, "..", "..");

/** Names that files of stacks/ have already. */
const RESERVED = new Set(["hardware", "index"]);

/**
 * Makes a new stack. Without flags it asks; with any flag it takes everything from them. Nothing is
 * written before the whole stack has been found valid, and no file is ever replaced.
 */
export async function run(argv: readonly string[], root = ROOT): Promise<number> {
  const { values } = parse(argv, USAGE, flags, { min: 0, max: 0 });
  const { json, ...given } = values;
  if (Object.keys(given).length > 0) return write(answersFromFlags(given), json === true, root);
  const answers = await askUser();
  try {
    return await write(answers, json === true, root);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError([
      ...error.lines,
      "",
      "Nothing was written. Your answers, to be corrected and run again:",
      flagsOf(answers),
    ]);
  }
}

async function write(answers: Answers, json: boolean, root: string): Promise<number> {
  if (RESERVED.has(answers.name)) {
    throw new UserError([`--name ${answers.name}: is a file of stacks/; choose another name`]);
  }
  const names = answers.nodes.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) {
    throw new UserError(
      twice.map((name) => `--node name=${name}: is given twice; give every machine its own name`),
    );
  }
  const file = `stacks/${answers.name}.ts`;
  const lab = loadStack("lab");
  const input = stackInput(answers, {
    talos: lab.talos.version,
    kubernetes: lab.kubernetes.version,
  });
  const spec = validate(file, input, validationContext);
  const files = new Map([
    [file, await stackSource(input)],
    [`Pulumi.${answers.name}.yaml`, STACK_CONFIG],
  ]);
  writeNew(root, files);
  const next = [
    `npm run plan -- ${spec.name}`,
    `pulumi login <backend> && pulumi stack init ${spec.name}`,
    ...configKeys(spec).map(
      ({ key, file: from }) =>
        `pulumi config set --secret hearth:${key} --stack ${spec.name}${from === undefined ? "" : ` < ${from}`}`,
    ),
    `npm run doctor -- ${spec.name}`,
  ];
  process.stdout.write(
    json
      ? `${JSON.stringify({ stack: spec.name, files: [...files.keys()], next }, null, 2)}\n`
      : `wrote ${[...files.keys()].join(" and ")}\n\nNext:\n${next.map((one) => `  ${one}\n`).join("")}\ndocs/getting-started.md goes through it.\n`,
  );
  return 0;
}

/** The flags, and what can be given for them. */
export const help = flagsHelp;

async function askUser(): Promise<Answers> {
  if (!process.stdin.isTTY) {
    throw new UserError([`nobody is there to ask; give the answers as flags: ${USAGE}`]);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await askAll(
      (question) => terminal.question(question),
      (line) => {
        process.stdout.write(`${line}\n`);
      },
    );
  } finally {
    terminal.close();
  }
}
