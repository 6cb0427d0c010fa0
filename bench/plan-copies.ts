import { timePlan } from "./scale";

// Child of the bench: prints the figures of one plan as JSON. Its argument is the number of copies.
void timePlan(Number(process.argv[2])).then((figures) => {
  process.stdout.write(JSON.stringify(figures));
});
