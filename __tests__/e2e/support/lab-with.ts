/**
 * The command line `lab` for a stack that differs from its file:
 * `node --require cli/typescript.cjs lab-with.ts <changes as JSON> <arguments of lab>`. A change is
 * merged into the field of the stack that it names.
 *
 * A program of its own, as the engine runs the stack's program in the process that starts it.
 */
import { start } from "../../../cli/main";
import { loadStack, stackNames } from "../../../stacks";

type Fields = Record<string, object>;

const [changes = "{}", ...args] = process.argv.slice(2);
const name = args.find((argument) => stackNames().includes(argument));
if (name === undefined) throw new TypeError("no stack is named");
const stack = loadStack(name) as unknown as Fields;
for (const [field, change] of Object.entries(JSON.parse(changes) as Fields)) {
  stack[field] = { ...stack[field], ...change };
}
process.argv.splice(2, process.argv.length, "lab", ...args);
void start((trace) => trace);
