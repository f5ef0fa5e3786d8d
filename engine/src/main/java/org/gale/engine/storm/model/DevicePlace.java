package org.gale.engine.storm.model;

import java.util.SplittableRandom;

/**
 * Place of a device for which a model is made.
 *
 * @param events   of the device
 * @param vpes     of its VM
 * @param random   numbers of this device alone
 * @param requests takes the requests that handlers of the device's guest complete
 */
public record DevicePlace(int events, int vpes, SplittableRandom random, RequestSink requests)
{
    /** Makes the place of a device whose requests nobody measures. */
    public DevicePlace(final int events, final int vpes, final SplittableRandom random)
    {
        this(events, vpes, random, RequestSink.NONE);
    }
}
