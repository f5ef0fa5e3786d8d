package org.gale.engine.storm.model;

import java.util.SplittableRandom;

/**
 * Place of a device for which a model is made.
 *
 * @param events   of the device
 * @param vpes     of its VM
 * @param random   numbers of this device alone
 * @param requests takes the requests that handlers of the device's guest complete
 * @param seam     at which a witness counts what passes
 * @param defer    polls without a packet after which its driver lets it interrupt again; 0 if it does after any
 */
public record DevicePlace(
    int events, int vpes, SplittableRandom random, RequestSink requests, DeviceSeam seam, long defer)
{
    /** Makes the place of a device whose driver defers nothing. */
    public DevicePlace(final int events, final int vpes, final SplittableRandom random, final RequestSink requests,
        final DeviceSeam seam)
    {
        this(events, vpes, random, requests, seam, 0);
    }

    /** Returns the place of a device whose driver defers interrupts. */
    public DevicePlace deferring(final long polls)
    {
        return new DevicePlace(events, vpes, random, requests, seam, polls);
    }

    /** Makes the place of a device next to which nobody counts. */
    public DevicePlace(
        final int events, final int vpes, final SplittableRandom random, final RequestSink requests)
    {
        this(events, vpes, random, requests, DeviceSeam.NONE);
    }

    /** Makes the place of a device whose requests nobody measures. */
    public DevicePlace(final int events, final int vpes, final SplittableRandom random)
    {
        this(events, vpes, random, RequestSink.NONE);
    }
}
