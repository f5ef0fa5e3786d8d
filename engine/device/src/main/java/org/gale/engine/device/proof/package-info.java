/**
 * Proof of a device: what it sent and what its guest consumed, by queue, and which of it was lost, late or dropped. The
 * answering thread owns its state.
 */
package org.gale.engine.device.proof;
