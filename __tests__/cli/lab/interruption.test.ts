import { Interruption } from "../../../cli/lab/interruption";

let told: string[];
let interruption: Interruption;

beforeEach(() => {
  told = [];
  interruption = new Interruption(() => told.push("first"));
  interruption.onImpatience = () => told.push("impatience");
});
afterEach(() => {
  interruption.close();
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("takes %s, and asks for an end in order", (signal, code) => {
  expect(interruption.signal.aborted).toBe(false);
  process.emit(signal);
  expect(interruption.signal.aborted).toBe(true);
  expect(told).toEqual(["first"]);
  expect(interruption.error("stopped")).toMatchObject({ code, message: "stopped" });
});

it("tells of impatience at every further signal, whichever it is", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGINT"] as const) process.emit(signal);
  expect(told).toEqual(["first", "impatience", "impatience"]);
  expect(interruption.error("").code).toBe(130);
});

it("loses patience by itself after half a minute", () => {
  jest.useFakeTimers();
  try {
    process.emit("SIGINT");
    jest.advanceTimersByTime(30_000);
    expect(told).toEqual(["first", "impatience"]);
  } finally {
    jest.useRealTimers();
  }
});

it("leaves the signals as they were", () => {
  const other = new Interruption(() => undefined);
  const before = process.listenerCount("SIGINT");
  other.close();
  expect(process.listenerCount("SIGINT")).toBe(before - 1);
});
