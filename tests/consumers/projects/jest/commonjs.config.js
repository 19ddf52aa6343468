// Jest's own way: Babel makes CommonJS of everything, of this package too.

export default {
  transform: { '\\.js$': ['babel-jest', { plugins: ['@babel/plugin-transform-modules-commonjs'] }] },
  transformIgnorePatterns: ['/node_modules/(?!llama-cloud-batches/)'],
};
