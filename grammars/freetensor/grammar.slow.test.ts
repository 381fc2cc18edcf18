import { declareBuildTests } from '../testkit.ts';
import { build } from './build.mjs';

declareBuildTests('freetensor', build);
