package org.gale.engine.device;

import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.ServedFunction;

/**
 * Maker of a device for one client.
 *
 * @param <R> result of its run
 */
@FunctionalInterface
public interface DeviceMaker<R extends ServedFunction.Result>
{
    /**
     * Makes a device.
     *
     * @param device   its number in the job
     * @param memory   of its guest
     * @param recorder takes what it does
     */
    ServedFunction<R> make(int device, GuestMemory memory, Recorder recorder);
}
