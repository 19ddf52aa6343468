import './policy.js';
import './page.js';
