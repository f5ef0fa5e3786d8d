package org.gale.engine.storm.profile;

import java.util.function.IntUnaryOperator;
import org.gale.engine.agent.TurnSource;

/** Guests whose VMs a monitor can stop, to migrate them. On the engine's thread. */
public interface StoppableGuests extends TurnSource
{
    /**
     * Sets the numbers by which the host's verbs name the VMs now, before the first cycle.
     *
     * @param numbers by VM of the storm
     */
    void numbers(IntUnaryOperator numbers);

    /** Has the vCPUs of VMs leave their guests with the next commands, and wait for no PE until they go on. */
    void stop(int[] vms);

    /** Returns whether no vCPU of the VMs that stop is in its guest once the commands written last are applied. */
    boolean areOut();

    /** Lets the VMs that were stopped go on, as the machine has their vCPUs now. All commands are applied. */
    void letGo();
}
