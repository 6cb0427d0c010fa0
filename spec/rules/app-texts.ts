import { isImageApp, isOutsideApp, type App } from "../app/app";
import { APP_WORDS, OWN_WORDS, PLACEHOLDER, STACK_WORDS, textsOf } from "../app/texts";
import { own } from "../lookup";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { missingAppRemedy } from "./support/missing-app";

type Defect = Pick<Problem, "message" | "remedy">;

const WORDS: readonly string[] = [...STACK_WORDS, ...OWN_WORDS, ...APP_WORDS];
const OF_APPS: readonly string[] = APP_WORDS;

/** Every `{{…}}` in a text of an app stands for something in this stack. */
export const appTexts: Rule = (spec, context) => {
  const selected = context.selectedApps ?? new Set(Object.keys(spec.apps));
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    for (const { keys, text } of textsOf(app)) {
      for (const [placeholder, word = "", other] of text.matchAll(PLACEHOLDER)) {
        const defect =
          wordDefect(word, other) ??
          (other === undefined || selected.has(other)
            ? valueDefect(word, other === undefined ? app : own(spec.apps, other))
            : {
                message: `${placeholder}: "${other}" is no app of this stack`,
                remedy: missingAppRemedy(other, selected, context),
              });
        if (defect === undefined) continue;
        const message = defect.message.startsWith(placeholder)
          ? defect.message
          : `${placeholder} ${defect.message}`;
        problems.push({ path: at("apps", name, ...keys), message, remedy: defect.remedy });
      }
    }
  }
  return problems;
};

function wordDefect(word: string, other: string | undefined): Defect | undefined {
  if (!WORDS.includes(word)) {
    return { message: "is no placeholder", remedy: suggestion(word, WORDS) };
  }
  if (other === undefined || OF_APPS.includes(word)) return undefined;
  return { message: "is nothing of another app", remedy: `write {{${word}}}` };
}

/** What an app lacks to have the value; undefined where it has it, or is reported elsewhere. */
function valueDefect(word: string, app: App | undefined): Defect | undefined {
  if (app === undefined) return undefined;
  switch (word) {
    case "host":
    case "url":
      return Object.values(app.routes).some(({ host }) => host !== undefined)
        ? undefined
        : { message: `stands for nothing: ${app.name} has no host`, remedy: "add a route to it" };
    case "app":
      return hasPort(app)
        ? undefined
        : { message: `stands for nothing: ${app.name} has no port`, remedy: "add it to the app" };
    case "address":
      return isImageApp(app) && app.loadBalancer !== undefined
        ? undefined
        : {
            message: `stands for nothing: ${app.name} has no LoadBalancer address`,
            remedy: "add loadBalancer: { address } to the app",
          };
    case "usb":
      return isImageApp(app) && app.devices?.usb !== undefined
        ? undefined
        : {
            message: `stands for nothing: ${app.name} has no USB device`,
            remedy: "add devices: { usb } to the app",
          };
    default:
      return undefined;
  }
}

function hasPort(app: App): boolean {
  if (isOutsideApp(app)) return true;
  if (!isImageApp(app)) return app.service !== undefined;
  return [app, ...Object.values(app.sidecars)].some(({ ports }) => Object.keys(ports).length > 0);
}
