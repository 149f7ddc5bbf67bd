// Loaded into a provider process that is to be killed: at its n-th write to the platform or to the disk, before or after it
// (DIES_AT=7 DIES=before DIES_PORT=41234, which is the platform's). Nothing else is changed.
const { constants } = require("node:fs");
const files = require("node:fs/promises");
const { Socket } = require("node:net");

const at = Number(process.env.DIES_AT);
const port = Number(process.env.DIES_PORT);
let writes = 0;

/** Counts a write. SIGKILL to oneself is on time: the call does not return. */
function meet(when, isThis) {
  if (isThis && process.env.DIES === when) process.kill(process.pid, "SIGKILL");
}

function isNext() {
  writes += 1;
  return writes === at;
}

function aroundDisk(object, name, isWrite = () => true) {
  const real = object[name];
  object[name] = async function (...args) {
    const isThis = isWrite(...args) && isNext();
    meet("before", isThis);
    const result = await real.apply(this, args);
    meet("after", isThis);
    return result;
  };
}

if (process.argv.some((arg) => arg.includes("dynamic-provider"))) {
  for (const name of ["mkdir", "rm", "rename", "rmdir"]) aroundDisk(files, name);
  aroundDisk(files, "open", (_, flags) => (flags & constants.O_CREAT) !== 0);
  const ready = files.open(__filename).then(async (handle) => {
    const prototype = Object.getPrototypeOf(handle);
    await handle.close();
    for (const name of ["writeFile", "sync"]) aroundDisk(prototype, name);
  });
  ready.catch(() => process.exit(1));

  for (const name of ["_write", "_writev"]) {
    const real = Socket.prototype[name];
    Socket.prototype[name] = function (...args) {
      const isThis = this.remotePort === port && isNext();
      meet("before", isThis);
      const result = real.apply(this, args);
      meet("after", isThis);
      return result;
    };
  }
}
