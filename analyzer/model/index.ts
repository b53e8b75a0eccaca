export { bundledModelPath, loadDetector, type Detector, type ExpectedSchema } from './detector.ts';
export { classes, thresholds, type ModelMetadata, type Thresholds } from './metadata.ts';
export { onnxMetadata } from './onnx-metadata.ts';
