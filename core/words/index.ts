export { phaseInWords } from './phase.ts';
