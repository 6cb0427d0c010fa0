/**
 * Resolver of jest for packages that publish ES modules only: their `exports` have an `import`
 * condition and no `require`, which jest's CommonJS resolution refuses. The transform in
 * jest.config.js turns what is found into CommonJS.
 * https://jestjs.io/docs/configuration#resolver-string
 */
module.exports = (request, options) => {
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    if (request.startsWith(".") || request.startsWith("/")) throw error;
    return options.defaultResolver(request, {
      ...options,
      conditions: ["node", "import", "default"],
    });
  }
};
