package org.gale.engine.storm.flow;

/** Taker of the ticks of models whose events are wires, on the wall clock. Called by the thread of the generator. */
@FunctionalInterface
public interface WireSink
{
    /**
     * Takes a tick, which raises a wire that is low.
     *
     * @param event      of the device
     * @param intendedNs intended time, by the generator's clock
     */
    void tick(int device, int event, long intendedNs);
}
