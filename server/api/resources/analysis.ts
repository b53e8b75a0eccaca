import { analysis } from '../../../core/schema/index.ts';

/** An analysis as the API answers it: one component of the OpenAPI document, wherever it stands. */
export const analysisSchema = analysis.meta({ id: 'Analysis' });
