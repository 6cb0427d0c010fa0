import { MAIL_PORT } from "../../../components/contracts/conventions";
import { list, record } from "../../../components/contracts/object";
import { bundle, config, object, specs } from "./parts";

const { home, trio } = specs;

describe("mail", () => {
  it("goes through the relay where the stack has one, and into a file elsewhere", () => {
    expect(config(trio)["notifier"]).toMatchObject({
      smtp: { address: `smtp://smtp-relay.networking.svc.cluster.local:${String(MAIL_PORT)}` },
    });
    expect(config(home)["notifier"]).toEqual({
      filesystem: { filename: "/tmp/notification.txt" },
    });
  });

  it("leaves the relay for the upstream server with a login and TLS", () => {
    const relay = bundle(trio, "smtp-relay");
    const map = object(relay, "ConfigMap", "smtp-relay-config");
    const text = String(record(map["data"])["maddy.conf"]);
    expect(text).toContain(`targets tcp://${trio.mail?.host ?? ""}:587`);
    expect(text).toContain("starttls yes");
    expect(relay.secrets).toEqual([
      {
        name: "smtp-relay-secret",
        namespace: "networking",
        values: { SMTP_USERNAME: "{{smtpUser}}", SMTP_PASSWORD: "{{smtpPassword}}" },
      },
    ]);
    const service = object(relay, "Service", "smtp-relay");
    expect(list(record(service["spec"])["ports"]).map(record)).toContainEqual(
      expect.objectContaining({ port: MAIL_PORT }),
    );
  });

  it("is taken from the apps that say that they send it, and from Authelia", () => {
    const policy = object(bundle(trio, "smtp-relay"), "NetworkPolicy", "smtp-relay-senders");
    const senders = list(record(list(record(policy["spec"])["ingress"])[0])["from"]).map((peer) =>
      String(
        record(record(record(peer)["podSelector"])["matchLabels"])["app.kubernetes.io/instance"],
      ),
    );
    const sending = Object.values(trio.apps).filter((app) => "mail" in app && app.mail);
    expect(sending.length).toBeGreaterThan(0);
    expect(senders).toEqual([...sending.map(({ name }) => name), "authelia"]);
  });
});
