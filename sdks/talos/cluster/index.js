"use strict";
module.exports = { ...require("./kubeconfig") };
