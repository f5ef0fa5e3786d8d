package org.gale.engine.machine;

import java.util.List;
import org.gale.tables.memory.StateStream;

/**
 * Family of host verbs whose host runs guests on the PEs of the machine. Beside its commands it answers accesses that
 * guests trap to it, and takes the physical interrupts that are signalled. Owned by the thread that owns the machine.
 */
public interface GuestHost extends HostVerbs
{
    /** Returns the family that bits 55:48 of a HOST word name. */
    int family();

    /**
     * Passes the state of the family through a stream, if {@link #isUsed}.
     *
     * @param stream saves, restores or digests
     */
    void state(StateStream stream);

    /** Returns whether a verb of the family was executed, so that its state belongs to snapshots and digests. */
    boolean isUsed();

    /** Returns whether a VM of the host has migrated, or does, so that accounts follow VMs to other ids. */
    boolean hasMigrated();

    /**
     * Returns the PPIs of the vCPUs. A query.
     *
     * @return the queries, or null if no verb of the family was executed
     */
    GuestPpis ppis();

    /**
     * Returns whether the GIC instructions and registers of EL1 are undefined for the guest on a PE. They are if its VM
     * has no interrupt controller.
     *
     * @param pe the PE
     * @return true if they are
     */
    boolean isGuestUndefined(int pe);

    /**
     * Returns whether a guest's read of a register on a PE is answered by the host instead of the hardware.
     *
     * @param pe   the PE
     * @param code op0:op1:CRn:CRm:op2
     * @return true if {@link #trappedRead} has the value
     */
    boolean trapsRead(int pe, int code);

    /**
     * Returns the value with which the host answers a trapped read.
     *
     * @param pe   the PE
     * @param code op0:op1:CRn:CRm:op2
     */
    long trappedRead(int pe, int code);

    /**
     * Takes the physical interrupts that are signalled to a PE, at the end of the command that signalled them.
     *
     * @param pe whose IRQ is asserted
     * @return true if an interrupt was taken
     */
    boolean takeInterrupts(int pe);

    /**
     * Returns the priorities that must not be pending for a VPE that nothing will wake (P5).
     *
     * @return a value above each such priority; 0 for a VPE that may have everything pending: it runs, or its host
     *     knows that it has to run
     */
    int wakesBelow(int vmId, int vpeId);

    /**
     * Returns whether a vCPU may sleep for which a deliberate mistake of the host has left out the doorbell. It is
     * counted by {@link #countLeftOut} before a command may wake it.
     */
    boolean hasLeftOut();

    /**
     * Counts the sleeping vCPUs that an interrupt waits for and whose doorbell was left out on purpose, each once.
     *
     * @param waiting interrupts that wait for VPEs
     */
    void countLeftOut(Waiting waiting);

    /**
     * Returns the deliberate mistakes of the host and what it was asked to fail, and how often each acted. A query.
     *
     * @param waiting interrupts that wait for VPEs
     */
    List<Control> controls(Waiting waiting);

    /** Interrupts that wait for VPEs which are not resident and have no doorbell. */
    @FunctionalInterface
    interface Waiting
    {
        /** Priority of a VPE that nothing waits for: above all priorities. */
        int NOTHING = 32;

        /** Returns the lowest priority value of the interrupts that wait for a VPE, or {@link #NOTHING}. */
        int priority(int vmId, int vpeId);
    }
}
