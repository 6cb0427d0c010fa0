import { redact, REDACTED } from "../../../components/talos/redact";

test("values of secret fields are replaced wherever they stand", () => {
  expect(
    redact({
      machine: { token: "abc", ca: { crt: "public", key: "private" } },
      keys: [{ static: { passphrase: "abc" }, slot: 0 }],
      username: "me",
      password: "abc",
    }),
  ).toEqual({
    machine: { token: REDACTED, ca: { crt: "public", key: REDACTED } },
    keys: [{ static: { passphrase: REDACTED }, slot: 0 }],
    username: "me",
    password: REDACTED,
  });
});

test("the key of a taint is no secret", () => {
  const taint = { key: "dedicated", value: "media", effect: "NoSchedule" };
  expect(redact({ registerWithTaints: [taint] })).toEqual({ registerWithTaints: [taint] });
});
