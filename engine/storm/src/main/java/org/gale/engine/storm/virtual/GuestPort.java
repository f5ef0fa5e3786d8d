package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Route;

/**
 * Commands by which guests and their host act on a machine of one kind. vCPUs are numbered over all VMs. Each method
 * that is no query writes commands of the current instant. Owned by one thread.
 */
interface GuestPort
{
    /** Result of {@link #acknowledge} without an interrupt. */
    int NONE = -1;
    /** Result of {@link #acknowledge} of an interrupt that was handled at once, beside those of the storm. */
    int BESIDE = -2;

    /** Returns whether vCPUs are scheduled on PEs; if not, each has the PE of its number. */
    boolean isScheduled();

    /** Returns whether an interrupt is signalled to a vCPU that is in its guest. A query. */
    boolean isSignalled(int vcpu);

    /** Returns whether messages of a vCPU go through software. A query. */
    boolean isForwarded(int vcpu);

    /** Returns whether a vCPU is resident as a vPE of a GICv4 host, which has costs of its own. A query. */
    boolean isDirect(int vcpu);

    /**
     * Returns the route on which the last event of an LPI arrived. A query.
     *
     * @return the route, or null where a machine has none
     */
    Route route(int vm, int lpi);

    /** Returns whether an interrupt may be in progress on two vCPUs at a time, because it has no active state. */
    boolean overlaps();

    /** Returns whether a vCPU is held out of its guest. A query. */
    boolean isHeld(int vcpu);

    /** Returns whether a vCPU that blocked was woken. A query. */
    boolean isWoken(int vcpu);

    /**
     * Raises the wire of the timer of a vCPU.
     *
     * @throws IllegalStateException if the machine has none
     */
    void raise(int vcpu);

    /** Returns whether an LPI stands for a line of the VM of a vCPU. A query. */
    boolean isOfLine(int vcpu, int lpi);

    /**
     * Drives the line of an SPI of the VM of a vCPU.
     *
     * @param lpi that stands for it, numbered within the VM
     * @throws IllegalStateException if the machine has none
     */
    void driveLine(int vcpu, int lpi, boolean isHigh);

    /**
     * Returns whether the guest ends an interrupt by an exit to its host, which then samples the line again. A query.
     *
     * @param lpi of the interrupt, or the one that stands for a line
     */
    boolean endsByExit(int vcpu, int lpi);

    /** Returns whether a vCPU sees a wire that rose only when it enters its guest again. A query. */
    boolean isStale(int vcpu);

    /**
     * Returns whether the handler of an interrupt traps to the host: it moves the comparator of a timer that KVM
     * injects. A query.
     *
     * @param lpi of the interrupt, or the one that stands for the timer of the vCPU
     */
    boolean isTrapped(int vcpu, int lpi);

    /** Has a vCPU that enters its guest again see its wires. */
    void refresh(int vcpu);

    /**
     * Acknowledges the best interrupt of a vCPU.
     *
     * @return its LPI, or the one that stands for its timer or a line, numbered within the VM; {@link #NONE} without an
     *         interrupt, {@link #BESIDE} of one that is none of the storm's
     */
    int acknowledge(int vcpu);

    /**
     * Drops the priority of the interrupt that a vCPU handles, and deactivates it. The guest lowers the wire of a timer
     * before; the devices of a line have lowered theirs, unless it stays high.
     */
    void end(int vcpu, int lpi);

    /**
     * Drops the priority of the interrupt that a vCPU handles, which stays active.
     *
     * @throws IllegalStateException if the interrupts of the machine have no active state
     */
    void drop(int vcpu);

    /**
     * Deactivates an interrupt whose priority was dropped.
     *
     * @throws IllegalStateException if the interrupts of the machine have no active state
     */
    void deactivate(int vcpu, int lpi);

    /**
     * Makes an LPI of its VM pending, as a vCPU does that is in its guest.
     *
     * @param lpi numbered within the VM
     */
    void send(int vcpu, int lpi);

    /**
     * Makes an LPI of a VM pending, as the host does in place of a sender that is unknown.
     *
     * @param lpi numbered within the VM
     * @throws IllegalStateException if the machine has no such instruction
     */
    void inject(int vm, int lpi);

    /** Makes a vCPU resident. */
    void load(int vcpu, int pe);

    /** Takes the residency of a vCPU that goes on later. */
    void put(int vcpu);

    /** Takes the residency of a vCPU that waits for an interrupt. */
    void block(int vcpu);
}
