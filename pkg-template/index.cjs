// What `require` gives: the class, with all that the ES module exports as its statics, as the official SDK has it. It is
// that module: `import` beside it leads to the same classes.

const { default: LlamaCloud, ...more } = require('./index.js');

module.exports = Object.assign(LlamaCloud, more);
module.exports.default = LlamaCloud;
Object.defineProperty(LlamaCloud, '__esModule', { value: true });
