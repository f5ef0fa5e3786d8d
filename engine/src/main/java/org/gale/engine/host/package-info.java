/**
 * The host: its clock and its threads. Only this room reads a clock or starts a thread; everything else is given a
 * clock and runs as an agent, so that a simulation can move both. A thread started here owns the agent that it runs.
 */
package org.gale.engine.host;
