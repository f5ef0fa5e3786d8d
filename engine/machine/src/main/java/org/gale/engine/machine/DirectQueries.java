package org.gale.engine.machine;

/**
 * Queries of a host that switches direct injection per vCPU, for decoded views and storms. They change nothing. Numbers
 * count from 0; a VM, vCPU or vINTID that does not exist is no valid argument. Owned by the thread that owns the
 * machine.
 */
public interface DirectQueries extends MachineQueries
{
    /** Returns the queries of a machine that is a host of GICv4.1. */
    static DirectQueries of(final Machine machine)
    {
        return (DirectQueries)machine.queries();
    }

    /** Number that stands for none. */
    int NONE = -1;

    /** SGIs of a vCPU. The account of SPIs of a VM holds those of its vCPU n from n times this number on. */
    int SGI_COUNT = 16;

    /** Number of the invariants V4-INV-1 to V4-INV-16. */
    int INVARIANT_COUNT = 16;

    /**
     * State of a vCPU.
     *
     * @param state     {@code software}, {@code enabling}, {@code direct} or {@code disabling}
     * @param cpu       CPU where the vCPU is loaded, or {@link #NONE}
     * @param isHeld    true if a transition or a move holds it out of the guest
     * @param isBlocked true if it waits for an interrupt
     * @param isWoken   true if a doorbell or kick came since it was blocked
     * @param vpe       vPE that the vCPU owns, or null
     */
    record VcpuState(String state, int cpu, boolean isHeld, boolean isBlocked, boolean isWoken, VpeState vpe)
    {
    }

    /**
     * State of a vPE.
     *
     * @param vpeId         number of the vPE in the pool
     * @param entryAddress  physical address of its entry in the vPE table
     * @param tableAddress  physical address of its virtual pending table
     * @param isMapped      true if the hardware has it mapped
     * @param residentCpu   CPU where it is resident, or {@link #NONE}
     * @param isPendingLast true if an enabled pending interrupt may be left since it was last resident
     * @param vlpiCount     number of events that are mapped to it
     */
    record VpeState(
        int vpeId,
        long entryAddress,
        long tableAddress,
        boolean isMapped,
        int residentCpu,
        boolean isPendingLast,
        int vlpiCount)
    {
    }

    /**
     * State of a vLPI.
     *
     * @param deviceId of its event
     * @param eventId  of its event
     * @param vcpu     index of its target
     * @param isDirect true if its route is direct
     * @param property property byte that the guest last committed
     * @param software its state in software
     */
    record VlpiState(int deviceId, int eventId, int vcpu, boolean isDirect, int property, InSoftware software)
    {
    }

    /**
     * State of a vLPI on its software-forwarded path.
     *
     * @param isLatched     true if the latch holds it pending
     * @param place         {@code none}, {@code queued} or {@code listed}
     * @param hostLpi       physical LPI that its event raises while it is software-forwarded
     * @param isHostPending true if that LPI is pending
     */
    record InSoftware(boolean isLatched, String place, int hostLpi, boolean isHostPending)
    {
        /** Returns whether the path holds the vLPI pending. */
        public boolean isPending()
        {
            return isLatched || isHostPending || !place.equals("none");
        }
    }

    /** Returns the number of vPEIDs of the host. */
    int vpeIds();

    /** Returns the number of vPEIDs that are in use. */
    int vpeIdsUsed();

    /** Returns the number of VMs. */
    int vmCount();

    /**
     * Returns the number that a VM has now: that of its successor once it has migrated (M-MIG-1). A VM that is there,
     * is in an image, or never was there, has its own.
     *
     * @param vm number that the VM has, or had
     */
    int followedVm(int vm);

    /** Returns the number of vCPUs of a VM. */
    int vcpuCount(int vm);

    /** Returns the state of a vCPU. */
    VcpuState vcpu(int vm, int index);

    /**
     * Returns the first mapped vLPI of a VM from an INTID on.
     *
     * @return its vINTID, or {@link #NONE}
     */
    int nextVlpi(int vm, int fromVintid);

    /** Returns the state of a mapped vLPI. */
    VlpiState vlpi(int vm, int vintid);

    /**
     * Returns the first interrupt that is pending in the virtual pending table of a vCPU whose vPE is mapped.
     *
     * @return its vSGI or vINTID, at least {@code fromIntid}, or {@link #NONE}
     */
    int nextInTable(int vm, int vcpu, int fromIntid);

    /**
     * Returns the vLPI that an event is mapped to; every int is a valid argument.
     *
     * @return its VM in bits 63:32 and its vINTID in bits 31:0, or {@link #NONE}
     */
    long vlpiOf(int deviceId, int eventId);

    /** Returns whether the event of a mapped vLPI is between two phases of the swap of its route. */
    boolean isInSwap(int vm, int vintid);

    /**
     * Returns the priority value that an interrupt of a vCPU must be below to be acknowledged.
     *
     * @return the running priority, 256 if nothing is active
     */
    int runningPriority(int vm, int vcpu);

    /**
     * Returns the interrupt that an acknowledge of a vCPU in the guest would take, whatever is active there.
     *
     * @return its priority value in bits 63:32 and its INTID in bits 31:0, or {@link #NONE}
     */
    long best(int vm, int vcpu);

    /** Returns the INTID that a vCPU has acknowledged last and not ended, or {@link #NONE}. */
    int active(int vm, int vcpu);

    /** Returns the route on which the event arrived that last made a mapped vLPI owed. */
    Route arrival(int vm, int vintid);

    /** Returns the number of events of all VMs that arrived on a route and were acknowledged. */
    long delivered(Route route);

    /** Returns the accounting of the events of all VMs that arrived on a route. */
    RouteCounts counts(Route route);

    /** Returns the number of owed interrupts of a VM that are pending somewhere, counted one by one. */
    long pendingCount(int vm);

    /**
     * Returns the first interrupt of a VM that is owed and pending nowhere.
     *
     * @return its vINTID, at least {@code fromVintid}, or {@link #NONE}
     */
    int nextLost(int vm, int fromVintid);

    /**
     * Returns the VM of the vCPU whose transition is open.
     *
     * @return its number, or {@link #NONE}
     */
    int transitionVm();

    /**
     * Returns the vCPU whose transition is open.
     *
     * @return its index, or {@link #NONE}
     */
    int transitionVcpu();

    /** Returns whether a vCPU is direct, and not in a transition. */
    boolean isDirect(int vm, int vcpu);

    /** Returns whether a vCPU is held out of the guest. */
    boolean isHeld(int vm, int vcpu);

    /** Returns whether messages of an event wait, because its VM migrates; every int is a valid argument. */
    boolean isMessageHeld(int deviceId, int eventId);

    /** Returns the number of messages that wait for the VM that migrates. */
    int heldMessages();

    /**
     * Returns a message that waits.
     *
     * @param index 0 to {@link #heldMessages()} − 1, the oldest first
     * @return its DeviceID in bits 63:32, its EventID in bits 31:0
     */
    long heldMessage(int index);

    /** Returns the pending SGIs of a vCPU, a bit each. */
    int pendingSgis(int vm, int vcpu);

    /** Returns the number of interrupts that are owed to a vCPU. */
    int owedTo(int vm, int vcpu);

    /** Returns the property of an interrupt as the hardware sees it for a vCPU whose vPE is mapped. */
    int propertyInTable(int vm, int vcpu, int intid);

    /**
     * Returns the violation of one of the invariants V4-INV-1 to V4-INV-16.
     *
     * @param number of the invariant, 1 to {@link #INVARIANT_COUNT}
     * @return the offender, and how; null if the invariant is kept
     */
    String violation(int number);
}
