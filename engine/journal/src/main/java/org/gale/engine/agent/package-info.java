/**
 * Thread that owns a machine: it drains the lanes into frames, journals each frame before it applies it, and passes
 * outputs to the observer of the run.
 */
package org.gale.engine.agent;
