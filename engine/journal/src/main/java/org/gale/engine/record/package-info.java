/**
 * Parts of the record of a run: frame logs, digests, snapshots and invariant checks. The engine's thread owns them.
 */
package org.gale.engine.record;
