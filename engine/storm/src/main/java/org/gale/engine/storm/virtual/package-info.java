/**
 * Storms on a virtual clock: a simulation on one thread, in which exits, wake-ups, handlers and time slices take the
 * time that a cost model says. The thread of the simulation owns all state.
 */
package org.gale.engine.storm.virtual;
