package org.gale.engine.storm.flow;

/** Receiver of the events of models that raise wires, on the wall clock. Called by the thread of the generator. */
@FunctionalInterface
public interface WireSink
{
    /**
     * Takes an event, which raises a wire that is low.
     *
     * @param event      of the device
     * @param intendedNs intended time, by the generator's clock
     */
    void tick(int device, int event, long intendedNs);
}
