// The same for `require`.

module.exports = require('./version.js');
