package org.gale.engine.machine;

/**
 * Queries of the PPIs that a host keeps for the vCPUs of its VMs. They change nothing, and every int is a valid
 * argument. Owned by the thread that owns the machine.
 */
public interface GuestPpis
{
    /** PE of a vCPU that is on none. */
    int NO_PE = -1;

    /**
     * Returns the VM id of a VM.
     *
     * @param vm number that the host's verbs name
     * @return the id, or −1 if there is no such VM, or it has none
     */
    int vmId(int vm);

    /**
     * Returns the VPE id of a vCPU.
     *
     * @param vmId as the tables of VMs have it
     * @param vcpu index that the host's verbs name
     * @return the id, or −1 if there is no such vCPU
     */
    int vpeId(int vmId, int vcpu);

    /** Returns whether a VM of the host has a VM id. */
    boolean hasVm(int vmId);

    /**
     * Returns the first vCPU of a VM from a VPE id on.
     *
     * @param vmId as the tables of VMs have it
     * @return its VPE id, at least {@code fromVpeId}, or −1
     */
    int nextVpe(int vmId, int fromVpeId);

    /** Returns whether the guests of the host have a PPI. */
    boolean isExposed(int ppi);

    /**
     * Returns what the host keeps of a PPI.
     *
     * @param vmId  as the tables of VMs have it
     * @param vpeId VPE id of the vCPU
     * @return the state, or null if there is no such vCPU or its guest has no such PPI
     */
    State ppi(int vmId, int vpeId, int ppi);

    /**
     * PPI of a vCPU as its host keeps it. While the guest runs, the PE holds enable, active, priority and what the
     * host has handed over.
     *
     * @param runningPe PE on which the guest runs, or {@link #NO_PE}
     * @param lastPe    PE on which it ran last, or {@link #NO_PE}
     * @param isLatched true if an edge waits for the next entry
     * @param isHigh    true if the level line is high
     * @param isDirect  true if the PPI follows the wire of the PE
     * @param isLevel   true for a PPI that is level
     * @param isEnabled of the copy
     * @param isActive  of the copy
     * @param priority  of the copy
     */
    record State(int runningPe, int lastPe, boolean isLatched, boolean isHigh, boolean isDirect, boolean isLevel,
        boolean isEnabled, boolean isActive, int priority)
    {
        /** Returns whether the host holds the PPI pending for the next entry. */
        public boolean isHeld()
        {
            return !isDirect && (isLatched || isHigh);
        }
    }
}
