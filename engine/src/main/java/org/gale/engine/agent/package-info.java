/**
 * The thread that owns a machine: it drains the lanes into frames, journals each frame before it applies it, and hands
 * outputs and checks to whoever observes the run.
 */
package org.gale.engine.agent;
