package org.gale.tests.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A vCPU as its guest and its user space know it: where it is, its CPU interface, its private interrupts. Owned by one
 * thread.
 */
final class ModelVcpu
{
    /** Private interrupt that user space drives: an edge. */
    static final int SOFTWARE_PPI = 3;
    /** Virtual timer: a level that a device inside the kernel drives. */
    static final int TIMER_PPI = 27;
    static final int NO_PE = -1;

    private static final int IDLE_PRIORITY = 32;
    private static final int PPI_PRIORITY = 0;

    final ModelVm vm;
    final int index;
    /** Number that user space gave it, by which the guest and its tables know it (K-ID-6). */
    final int id;
    int pe = NO_PE;
    boolean isRunning;
    boolean isInRun;
    boolean isBlocked;
    boolean hasRun;
    /** The software PPI is latched by the host, or visible to the guest. */
    boolean isLatched;
    boolean isSoftwareVisible;
    boolean isTimerHigh;
    boolean isTimerVisible;
    /** The timer follows the wire of the PE: as user space asked, and since the last entry. */
    boolean isMapped;
    boolean isDirect;
    int lastPe = NO_PE;
    /** Private interrupts that were due when the vCPU blocked, or when user space mapped or unmapped one. */
    private int knownPpis;
    int activePpis;
    int activePriorities;
    int mask;
    /** Acknowledged and not ended, the newest first. */
    final Deque<Integer> owed = new ArrayDeque<>();

    ModelVcpu(final ModelVm vm, final int index, final int id)
    {
        this.vm = vm;
        this.index = index;
        this.id = id;
    }

    /** Enters the guest. */
    void run(final int onPe)
    {
        pe = onPe;
        isRunning = true;
        isInRun = true;
        isBlocked = false;
        hasRun = true;
        isSoftwareVisible |= isLatched;
        isLatched = false;
        isTimerVisible = isTimerHigh;
        isDirect = isMapped;
        lastPe = onPe;
    }

    /** Leaves the guest; the vCPU stays loaded. */
    void exit()
    {
        if (isRunning)
        {
            isRunning = false;
            isLatched |= isSoftwareVisible;
            isSoftwareVisible = false;
            isTimerVisible = false;
        }
    }

    /** Ends residency. */
    void leave(final boolean blocks)
    {
        exit();
        isBlocked = blocks && (pe != NO_PE || isBlocked);
        isInRun = blocks && isInRun;
        if (pe != NO_PE)
        {
            knownPpis = duePpis();
        }
        pe = NO_PE;
    }

    /** Maps the timer to the wire of the PE, or unmaps it, which kicks nobody. */
    void map(final boolean maps)
    {
        isMapped = maps;
        knownPpis |= duePpis();
    }

    /** Takes over what an image holds of a vCPU that is stopped. */
    void restore(final ModelVcpu saved)
    {
        isLatched = saved.isLatched;
        activePpis = saved.activePpis;
        activePriorities = saved.activePriorities;
        mask = saved.mask;
        owed.addAll(saved.owed);
    }

    /** Returns the priority value below which an interrupt is delivered. */
    int threshold()
    {
        final int running = activePriorities == 0 ? IDLE_PRIORITY : Integer.numberOfTrailingZeros(activePriorities);

        return Math.min(running, mask);
    }

    /**
     * Returns what the guest would acknowledge next.
     *
     * @return the encoded INTID, or 0 if nothing of sufficient priority is there
     */
    int best()
    {
        if (PPI_PRIORITY < threshold())
        {
            final int ppi = visiblePpi();
            if (ppi != 0)
            {
                return ModelVm.PPI | ppi;                                       // M-TIE: nothing is before a PPI of 0
            }
        }
        final ModelInterrupt best = vm.best(id);

        return best != null && best.priority() < threshold() ? best.intid() : 0;
    }

    /** Returns whether the host must wake the vCPU if it is asleep. */
    boolean isWakeDue()
    {
        final ModelInterrupt best = vm.best(id);

        return duePpis() != 0 || (best != null && best.priority() < threshold());
    }

    /**
     * Returns whether a private interrupt came after the vCPU blocked, so that a kick must have woken it (K-PPI-4). One
     * that was pending before does not let it sleep (K-PND-5), and a wire that is mapped kicks nobody.
     */
    boolean isKickDue()
    {
        knownPpis &= duePpis();
        final int kicking = isMapped ? 1 << SOFTWARE_PPI : -1;

        return (duePpis() & kicking & ~knownPpis) != 0;
    }

    /** Returns the private interrupts that would wake the vCPU, a bit for each. */
    private int duePpis()
    {
        final int pending = (isLatched ? 1 << SOFTWARE_PPI : 0) | (isTimerDue() ? 1 << TIMER_PPI : 0);

        return PPI_PRIORITY < threshold() ? pending & ~activePpis : 0;
    }

    boolean isActive(final int ppi)
    {
        return (activePpis & (1 << ppi)) != 0;
    }

    /** Returns whether an interrupt is pending, of those that the vCPU sees. */
    boolean isPending(final int intid)
    {
        final int ppi = intid & ModelVm.ID_MASK;
        final ModelInterrupt interrupt = ModelVm.isPpi(intid) ? null : vm.interrupt(intid);

        return interrupt != null ? interrupt.isPending() : ppi == SOFTWARE_PPI ? isSoftwareVisible :
            ppi == TIMER_PPI && (isDirect ? vm.isWireHigh(pe) : isTimerVisible);
    }

    /** Acknowledges an interrupt. */
    void acknowledge(final int intid)
    {
        final int id = intid & ModelVm.ID_MASK;
        int priority = PPI_PRIORITY;
        if (ModelVm.isPpi(intid))
        {
            activePpis |= 1 << id;
            isSoftwareVisible &= id != SOFTWARE_PPI;
        }
        else
        {
            final ModelInterrupt interrupt = vm.interrupt(intid);
            priority = interrupt.priority();
            interrupt.acknowledge();
        }
        activePriorities |= 1 << priority;
    }

    /** Drops the priority of the newest acknowledge. */
    void drop()
    {
        activePriorities &= activePriorities - 1;
    }

    void deactivate(final int intid)
    {
        if (ModelVm.isPpi(intid))
        {
            activePpis &= ~(1 << (intid & ModelVm.ID_MASK));
        }
        else
        {
            vm.interrupt(intid).deactivate();
        }
    }

    /** Returns whether the timer is pending for a vCPU that is not loaded (K-DVI). */
    private boolean isTimerDue()
    {
        return isMapped ? lastPe != NO_PE && vm.isWireHigh(lastPe) : isTimerHigh;
    }

    private int visiblePpi()
    {
        if (isSoftwareVisible && !isActive(SOFTWARE_PPI))
        {
            return SOFTWARE_PPI;
        }

        return (isDirect ? vm.isWireHigh(pe) : isTimerVisible) && !isActive(TIMER_PPI) ? TIMER_PPI : 0;
    }
}
