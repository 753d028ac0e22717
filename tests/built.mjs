/** What stories run is built from the sources as they are now, also when one file is run by hand. */
export { build as setup } from '../scripts/ready.mjs'
