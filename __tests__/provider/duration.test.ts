import { parseDuration } from "../../provider/duration";

test.each([
  ["90s", 90_000],
  ["15m", 900_000],
  ["1h30m", 5_400_000],
  ["1h2m3s", 3_723_000],
])("%s is %d ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "5", "1.5h", "m", "10m5h", "-1s", "15 m"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
