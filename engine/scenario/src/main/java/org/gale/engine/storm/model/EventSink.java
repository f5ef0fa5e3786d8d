package org.gale.engine.storm.model;

/** Receiver of the events of a model: what a device does to the interrupt controller. On the thread of the run. */
public interface EventSink
{
    /**
     * Raises an event: the device writes its MSI.
     *
     * @param event of the device, from 0
     */
    void raise(int event);
}
