package org.gale.engine.storm.model;

/** Seams of the queues of one device. On the thread that drives the run. */
@FunctionalInterface
public interface DeviceSeam
{
    /** Seams at which nobody counts. */
    DeviceSeam NONE = event -> SilentQueue.NONE;

    /** Returns the seam of the queue of an event of the device, from 0. */
    QueueSeam queue(int event);
}
