package org.gale.engine.storm.scenario;

/**
 * VPEs of the events of a device whose traffic says which CPU takes each. Two are equal if they name the same ones.
 * Immutable.
 */
public interface VpeOfEvent
{
    /**
     * Returns the VPE of an event.
     *
     * @param event of the device, from 0
     * @return a number that the VPEs of the VM divide: its rest is the VPE
     */
    int vpe(int event);

    /**
     * Returns the number of timers, which are private interrupts of the first VPEs in their order.
     *
     * @return 0 if all events are messages
     */
    int timers();

    /** Returns the event of the first timer; the others follow. Only if there is one. */
    int firstTimer();

    /**
     * Returns the number of IPIs whose sender is unknown, so that the host injects them.
     *
     * @return 0 if there are none
     */
    int ipis();

    /** Returns the event of the first IPI; the others follow. Only if there is one. */
    int firstIpi();
}
