package org.gale.engine.hypervisor;

import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * vCPU: its saved CPU interface, its private interrupts, and where it is in KVM_RUN.
 * <pre>
 *            run                    exit
 *   OUT ───────────▶ RUNNING ───────────────▶ LOADED
 *    ▲                 │  ▲                     │ │
 *    │       block     │  └──────── run ────────┘ │ block
 *    │   (exits first) ▼                          ▼
 *    │              BLOCKED ◀─────────────────────┘
 *    └── put, from any state ──┘         run leads from BLOCKED to RUNNING
 * </pre>
 * Inside KVM_RUN are all states but OUT; a vPE is resident in RUNNING and LOADED.
 */
final class KvmVcpu
{
    /** PE of a vCPU that is not loaded, or that never ran. */
    static final int NO_PE = -1;

    private static final int IDLE_PRIORITY = 32;
    private static final int PE_BIAS = 1;

    final KvmVm vm;
    final int index;
    final PrivateInterrupts ppis = new PrivateInterrupts();
    /** Number that user space gave it; may be sparse (K-ID-6). */
    int id;
    /** Host's LPI that is its doorbell, or {@link IdPool#NONE}. */
    int doorbell = IdPool.NONE;
    /** Address of its VPE descriptor. */
    long vped = PageAllocator.NONE;
    int loadedPe = NO_PE;
    int lastPe = NO_PE;
    boolean isRunning;
    boolean isInRun;
    boolean isBlocked;
    boolean isWoken;
    boolean doorbellFired;
    boolean hasRun;
    boolean isEnabled;
    int priorityMask;
    int activePriorities;
    long icsr;

    KvmVcpu(final KvmVm vm, final int index, final int id)
    {
        this.vm = vm;
        this.index = index;
        this.id = id;
    }

    /** Returns its VPE id, which is its IAFFID, too. */
    int vpeId()                                                                 // K-ID-6
    {
        return id;
    }

    boolean isLoaded()
    {
        return loadedPe != NO_PE;
    }

    /**
     * Returns the effective priority mask: an interrupt of a lower priority value is delivered. 0 while the virtual CPU
     * interface is disabled.
     */
    int effectiveMask()                                                         // K-PND-1, K-PND-2, K-T-13
    {
        final int running = activePriorities == 0 ? IDLE_PRIORITY : Integer.numberOfTrailingZeros(activePriorities);

        return isEnabled ? Math.min(running, priorityMask + 1) : 0;
    }

    /** Returns a value above the priorities that must not be pending while nothing will wake the vCPU; 0 for none. */
    int wakesBelow()                                                            // P5, K-LP-9
    {
        return !isBlocked || isWoken || !vm.irs.isEnabled ? 0 : effectiveMask();
    }

    /** Wakes the vCPU if it is blocked. */
    void kick()                                                                 // K-PPI-4
    {
        isWoken |= isBlocked;
    }

    /** Passes the state through a stream. */
    void state(final StateStream stream)
    {
        ppis.state(stream);
        id = stream.number("vCPU id", id, 0, KvmHost.MAX_VCPUS - 1);
        doorbell = stream.word32(doorbell);
        if (doorbell < IdPool.NONE || doorbell >= Intid.ID_LIMIT)
        {
            throw new StateException("the doorbell of vCPU " + id + " is no LPI: " + doorbell);
        }
        vped = stream.word(vped);
        loadedPe = stream.word32(loadedPe + PE_BIAS) - PE_BIAS;
        lastPe = stream.word32(lastPe + PE_BIAS) - PE_BIAS;
        isRunning = stream.flag(isRunning);
        isInRun = stream.flag(isInRun);
        isBlocked = stream.flag(isBlocked);
        isWoken = stream.flag(isWoken);
        doorbellFired = stream.flag(doorbellFired);
        hasRun = stream.flag(hasRun);
        isEnabled = stream.flag(isEnabled);
        priorityMask = stream.word32(priorityMask);
        activePriorities = stream.word32(activePriorities);
        icsr = stream.word(icsr);
    }
}
