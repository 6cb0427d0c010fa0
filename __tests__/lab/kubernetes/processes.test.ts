import type { CredentialFiles } from "../../../lab/kubernetes/credentials";
import {
  apiServer,
  controlPlanePorts,
  type ControlPlanePorts,
} from "../../../lab/kubernetes/processes";

const ports = Object.fromEntries(
  controlPlanePorts.map((name, index) => [name, 6443 + index]),
) as ControlPlanePorts;

const argsWith = (apiServerExtraArgs: Readonly<Record<string, string>>) =>
  apiServer(
    {
      dir: "/made-up",
      tools: {} as never,
      ports,
      settings: {
        clusterName: "test",
        endpoint: "https://127.0.0.1:6443",
        podSubnets: ["10.244.0.0/16"],
        serviceSubnets: ["10.96.0.0/12"],
        dnsDomain: "cluster.local",
        certSANs: [],
        apiServerExtraArgs,
      },
      advertiseAddress: "192.0.2.11",
    },
    {} as CredentialFiles,
  ).args;

test("the API server serves the groups and has the features that the machine config says", () => {
  expect(
    argsWith({
      "feature-gates": "MutatingAdmissionPolicy=true",
      "runtime-config": "admissionregistration.k8s.io/v1beta1=true",
      "enable-aggregator-routing": "true",
    }),
  ).toEqual(
    expect.arrayContaining([
      "--feature-gates=MutatingAdmissionPolicy=true",
      "--runtime-config=admissionregistration.k8s.io/v1beta1=true",
      "--enable-aggregator-routing=true",
    ]),
  );
});

test.each([
  "audit-policy-file",
  "authentication-config",
  "authorization-config",
  "cert-dir",
  "bind-address",
  "secure-port",
  "etcd-servers",
  "endpoint-reconciler-type",
])("%s of a real node is not taken", (name) => {
  expect(argsWith({ [name]: "theirs" })).not.toContain(`--${name}=theirs`);
});
