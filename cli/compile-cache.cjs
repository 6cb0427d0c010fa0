// Keeps what was compiled between runs, and forgets what no run has used for a month.
const {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} = require("node:fs");
const { join } = require("node:path");

/** Milliseconds between two looks for entries to forget. */
const DAY = 86_400_000;
/** Milliseconds that an entry is kept after its last use. */
const LIFETIME = 30 * DAY;

/** The folder of this checkout. Node's own compile cache has a folder for each version of Node in it. */
exports.directory = join(__dirname, "..", "node_modules", ".cache", "hearth", "compiled");

/**
 * The entry of a key, undefined where there is none. An entry's time of change is its last use, to
 * the day: access times are switched off on many machines, and a write a day costs a start nothing.
 */
exports.read = (key, directory = exports.directory, now = Date.now()) => {
  const file = join(directory, key);
  try {
    const content = readFileSync(file, "utf8");
    if (now - statSync(file).mtimeMs > DAY) utimesSync(file, now / 1000, now / 1000);
    return content;
  } catch {
    return undefined;
  }
};

/** Keeps an entry; where the folder cannot be written, the next run compiles again. */
exports.write = (key, content, directory = exports.directory) => {
  try {
    mkdirSync(directory, { recursive: true });
    // Renamed into place: commands may run side by side, and none may read half a file.
    const partial = join(directory, `${key}.${process.pid}`);
    writeFileSync(partial, content);
    renameSync(partial, join(directory, key));
  } catch {
    // A checkout that is only read has no cache.
  }
};

/**
 * Removes the entries that nobody has used for a month; at most once a day, and never with an error.
 * Node does not touch the entries that it reads, so that it makes each of its own again every month.
 */
exports.prune = (directory = exports.directory, now = Date.now()) => {
  const stamp = join(directory, "pruned");
  if (now - timeOf(stamp) < DAY) return;
  try {
    writeFileSync(stamp, "");
    utimesSync(stamp, now / 1000, now / 1000);
    removeUnused(directory, now);
  } catch {
    // Another command prunes at the same time, or the folder is not ours to write.
  }
};

function removeUnused(directory, now) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      removeUnused(path, now);
      if (readdirSync(path).length === 0) rmdirSync(path);
    } else if (now - timeOf(path) > LIFETIME) {
      rmSync(path, { force: true });
    }
  }
}

/** When a file was changed; of one that does not exist the beginning of time. */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
