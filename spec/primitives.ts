import { z } from "zod";
import { parseAddress, parseNetwork } from "./address";

/**
 * The words of the spec: addresses, names, sizes, durations and versions, each parsed once here.
 * Every refusal says what is wrong and how to mend it, split by {@link REMEDY}.
 */

/** Separates what is wrong from how to mend it in a schema message. */
export const REMEDY = " ;; ";

const text = (wrong: string, remedy: string, test: (value: string) => boolean) =>
  z.string().refine(test, { error: `${wrong}${REMEDY}${remedy}` });

const pattern = (regex: RegExp, wrong: string, remedy: string) =>
  text(wrong, remedy, (value) => regex.test(value));

/** An IPv4 address. */
export const ipv4 = text(
  "is not an IPv4 address",
  'write four numbers from 0 to 255, e.g. "192.168.0.10"',
  (value) => parseAddress(value) !== undefined,
).describe("IPv4 address");

/** An IPv4 network in CIDR notation without host bits. */
export const cidr = z
  .string()
  .superRefine((value, context) => {
    const parsed = parseNetwork(value);
    if (parsed === undefined) {
      context.addIssue({
        code: "custom",
        message: `is not an IPv4 network${REMEDY}write it as CIDR, e.g. "192.168.0.0/24"`,
      });
    } else if (parsed.text !== value) {
      context.addIssue({
        code: "custom",
        message: `has host bits set${REMEDY}did you mean "${parsed.text}"?`,
      });
    }
  })
  .describe("IPv4 network in CIDR notation");

/** An inclusive range of IPv4 addresses. */
export const addressRange = z
  .strictObject({
    start: ipv4.describe("First address of the range"),
    end: ipv4.describe("Last address of the range, included"),
  })
  .refine((value) => (parseAddress(value.start) ?? 0) <= (parseAddress(value.end) ?? 0), {
    error: `ends before it starts${REMEDY}swap start and end`,
  });

/** A DNS label (RFC 1123): what Kubernetes allows as the name of most objects. */
export const dnsLabel = pattern(
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  "is not a DNS label",
  "use at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
).describe("DNS label (RFC 1123)");

/** A fully qualified domain name without the closing dot. */
export const domainName = pattern(
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  "is not a domain name",
  'write a lower-case name with at least one dot, e.g. "example.com"',
).describe("Domain name");

/** A host name or address: what an NFS server or NTP server may be written as. */
export const host = pattern(
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i,
  "is neither a host name nor an address",
  'write it like "nas.example.com" or "192.168.0.5"',
).describe("Host name or IPv4 address");

/** A host name as the Gateway API takes it: lower case, one label or more, no address. */
export const dnsName = text(
  "is no host name",
  'write lower-case labels with dots between them, e.g. "printer.example.com"',
  (value) =>
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(
      value,
    ) && parseAddress(value) === undefined,
).describe("Host name");

/** The name of an HTTP header (RFC 9110, section 5.1). */
export const headerName = pattern(
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$/,
  "is not the name of a header",
  'write it like "X-Frame-Options"',
).describe("Header");

/** A Kubernetes quantity of bytes, e.g. `512Mi`. */
export const byteSize = pattern(
  /^[1-9]\d*(?:Mi|Gi|Ti)$/,
  "is not a size",
  'write a whole number with Mi, Gi or Ti, e.g. "10Gi"',
).describe("Size as a Kubernetes quantity with Mi, Gi or Ti");

/** A Kubernetes quantity of CPU, e.g. `250m` or `2`. */
export const cpuQuantity = pattern(
  /^(?:[1-9]\d*m|[1-9]\d*(?:\.\d)?|0\.\d)$/,
  "is not an amount of CPU",
  'write millicores or cores, e.g. "250m" or "2"',
).describe("CPU as a Kubernetes quantity, e.g. 250m");

/** A span of time as Go and Kubernetes write it, e.g. `90s`, `10m`, `1h30m`. */
export const duration = pattern(
  /^(?:\d+h)?(?:\d+m)?(?:\d+s)?$(?<!^)/,
  "is not a duration",
  'write hours, minutes and seconds, e.g. "10m" or "1h30m"',
).describe("Duration, e.g. 90s, 10m or 1h30m");

/** A time zone of the IANA database. */
export const timeZone = text(
  "is not a time zone",
  'write a name of the IANA database, e.g. "Europe/Zurich"',
  isTimeZone,
).describe("IANA time zone");

/** A cron schedule of five fields. */
export const cronSchedule = pattern(
  /^(?:@(?:hourly|daily|weekly|monthly)|(?:[\d*/,-]+\s+){4}[\d*/,-]+)$/,
  "is not a cron schedule",
  'write five fields, e.g. "0 */6 * * *", or @daily',
).describe("Cron schedule with five fields");

/** A version with a leading v, e.g. `v1.12.4`. */
export const vVersion = pattern(
  /^v\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?$/,
  "is not a version",
  'write it with a leading v, e.g. "v1.12.4"',
).describe("Version with a leading v");

/** A MAC address in lower case with colons. */
export const macAddress = pattern(
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/,
  "is not a MAC address",
  'write six lower-case bytes with colons, e.g. "02:00:00:00:00:01"',
).describe("MAC address");

/** A Kubernetes label or taint key. */
export const labelKey = pattern(
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  "is not a label key",
  "write an optional DNS prefix and a slash, then at most 63 letters, digits, _, . or -",
).describe("Kubernetes label key");

/** A Kubernetes label value. */
export const labelValue = pattern(
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
  "is not a label value",
  "use at most 63 letters, digits, _, . or -, with a letter or digit at both ends",
).describe("Kubernetes label value");

/** An absolute path. */
export const absolutePath = pattern(
  /^\/[^\0]*$/,
  "is not an absolute path",
  "start it with a slash",
).describe("Absolute path");

/** One argument of the kernel's command line; blanks only in double quotes. */
export const kernelArgument = pattern(
  /^-?[^\s"=-](?:[^\s"]|"[^"]*")*$/,
  "is not one kernel argument",
  'write one argument an entry, e.g. "audit=0", or "-audit" to remove one',
).describe("Kernel argument");

/** A port number. */
export const portNumber = z.int().min(1).max(65535).describe("Port, 1 to 65535");

/** Why an exception from a secure default is needed; shown in the plan and read in review. */
export const reason = z
  .string()
  .min(10, { error: `is too short to be a reason${REMEDY}say why in at least ten characters` })
  .describe("Why the exception is needed");

/** Processor architecture as Kubernetes and Talos name it. */
export const architecture = z.enum(["amd64", "arm64"]).describe("Processor architecture");
/** `amd64` or `arm64`. */
export type Architecture = z.infer<typeof architecture>;

function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)*$/.test(value)) return false;
  // A formatter knows other names of zones too, but takes ten milliseconds to load.
  if (Intl.supportedValuesOf("timeZone").includes(value)) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
