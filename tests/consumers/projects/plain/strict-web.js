import './policy.js';
import './web.js';
