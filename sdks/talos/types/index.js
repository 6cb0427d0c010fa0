"use strict";
// Types only: there is nothing to load at run time.
module.exports = { input: {}, output: {} };
