import { index, route } from '@react-router/dev/routes';

export default [index('routes/list.jsx'), route('llama-cloud/*', 'routes/proxy.js')];
