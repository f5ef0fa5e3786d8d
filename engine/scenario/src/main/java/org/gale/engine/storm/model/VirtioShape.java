package org.gale.engine.storm.model;

import org.gale.engine.storm.scenario.Distribution;

/**
 * Shape of a virtio device: its queues and how it serves them.
 *
 * @param depth         requests of a queue in flight, from 1
 * @param fixed         time that a batch takes before its requests
 * @param each          time that each request of a batch takes behind it
 * @param hasEventIndex true if the driver asks for one notification at a time, false if it switches them on and off
 * @param isBatched     true if the device completes a batch at once, false if it completes each request alone
 * @param threshold     completions since the last notification for which the device holds none back, from 1
 * @param timeNs        time since the last notification from which on it holds none back, ns; 0 if it never does
 */
record VirtioShape(
    int depth, Distribution fixed, Distribution each, boolean hasEventIndex, boolean isBatched, int threshold,
    long timeNs)
{
    /** Threshold that no device reaches: the time alone decides. */
    static final int NO_THRESHOLD = Integer.MAX_VALUE;

    /** Makes the shape of a device that holds no notification back. */
    VirtioShape(final int depth, final Distribution fixed, final Distribution each, final boolean hasEventIndex,
        final boolean isBatched)
    {
        this(depth, fixed, each, hasEventIndex, isBatched, NO_THRESHOLD, 0);
    }
}
