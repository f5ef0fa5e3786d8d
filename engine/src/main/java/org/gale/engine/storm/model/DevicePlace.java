package org.gale.engine.storm.model;

import java.util.SplittableRandom;

/**
 * Place of a device for which a model is made.
 *
 * @param events of the device
 * @param vpes   of its VM
 * @param random numbers of this device alone
 */
public record DevicePlace(int events, int vpes, SplittableRandom random)
{
}
