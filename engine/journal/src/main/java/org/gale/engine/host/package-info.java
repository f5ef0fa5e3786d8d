/**
 * Host of the process: its clock and its threads. Only this room reads a clock or starts a thread. All other rooms are
 * given a clock and run as agents, so that a simulation can move both. A thread started here owns the agent that it
 * runs.
 */
package org.gale.engine.host;
