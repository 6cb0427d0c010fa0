import type { Command } from "./command";

/** Every command. Its module is loaded when it is called, so that none pays for the others. */
export const commands: Readonly<Record<string, Command>> = {
  plan: {
    usage: "npm run plan -- <stack> [--json] [--diff <git-ref> [--markdown]]",
    summary: "what would be built, or change since a commit, without engine, key or network",
    load: () => require("./plan") as typeof import("./plan"),
  },
  render: {
    usage: "npm run render -- <stack> --out DIR",
    summary: "every Kubernetes object, Helm value and machine-config patch as YAML",
    load: () => require("./render") as typeof import("./render"),
  },
  init: {
    usage: "npm run init [-- --name NAME --domain DOMAIN … --node name=…,role=…] [--json]",
    summary: "asks what your cluster is, and writes a valid new stack",
    load: () => require("./init") as typeof import("./init"),
  },
  doctor: {
    usage: "npm run doctor -- <stack> [--json]",
    summary: "checks this computer, the accounts, the machines and the addresses before an up",
    load: () => require("./doctor") as typeof import("./doctor"),
  },
  diagram: {
    usage: "npm run diagram -- <stack> [--out DIR]",
    summary: "pictures as SVG: machines and networks, traffic, build order",
    load: () => require("./diagram") as typeof import("./diagram"),
  },
  secrets: {
    usage: "npm run secrets -- <stack> [--json]",
    summary: "the keys that the stack's secret store has to hold, and where each is used",
    load: () => require("./secrets") as typeof import("./secrets"),
  },
  lab: {
    usage:
      "npm run lab -- [<stack>] [--json] | preview | destroy [--unprotect] | down | status | kubectl …",
    summary: "provision a stack against simulated machines on this computer",
    load: () => require("./lab") as typeof import("./lab"),
  },
  schema: {
    usage: "npm run schema",
    summary: "writes schema/stack.schema.json, the JSON Schema of a stack for editors",
    load: () => require("./schema") as typeof import("./schema"),
  },
};
