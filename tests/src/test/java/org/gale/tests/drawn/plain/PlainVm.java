package org.gale.tests.drawn.plain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A VM of a GICv5: its LPIs and SPIs with their tables, and its VPEs, of which each may be resident on a PE, or have a
 * doorbell (B-DB-1). Owned by one thread.
 */
public final class PlainVm
{
    private static final int ID_MASK = 0xff_ffff;
    private static final int NOWHERE = -1;
    private static final int IDLE_PRIORITY = 32;

    private final PlainAccount account;
    private final SortedMap<Integer, PlainInterrupt> interrupts = new TreeMap<>(Integer::compareUnsigned);
    private final List<PlainVpe> vpes = new ArrayList<>();
    private boolean isValid;
    private boolean areLpisValid;
    private boolean areSpisValid;

    /** A virtual PE. */
    public static final class PlainVpe
    {
        private final PlainPe view = new PlainPe();
        private boolean isValid;
        private boolean isDoorbellSet;
        private boolean isRequested;
        private int doorbellMask;
        private int residentPe = NOWHERE;

        /** Returns mask, active priorities and what the guest has taken. */
        public PlainPe view()
        {
            return view;
        }

        public boolean isValid()
        {
            return isValid;
        }

        public boolean isResident()
        {
            return residentPe != NOWHERE;
        }

        /** Returns the PE where it is resident, or a negative number. */
        public int residentPe()
        {
            return residentPe;
        }
    }

    /**
     * @param account that counts its messages
     * @param vpes    number of VPEs
     */
    public PlainVm(final PlainAccount account, final int vpes)
    {
        this.account = account;
        for (int i = 0; i < vpes; i++)
        {
            this.vpes.add(new PlainVpe());
        }
    }

    /** Adds an interrupt whose entry is zero. */
    public void add(final int intid)
    {
        interrupts.put(intid, new PlainInterrupt(intid, account));
    }

    /** Returns the interrupts, LPIs first, by their IDs (M-TIE). */
    public Collection<PlainInterrupt> interrupts()
    {
        return interrupts.values();
    }

    /** Returns an interrupt, or null if there is none. */
    public PlainInterrupt interrupt(final int intid)
    {
        return interrupts.get(intid);
    }

    public PlainVpe vpe(final int vpe)
    {
        return vpes.get(vpe);
    }

    public boolean isValid()
    {
        return isValid;
    }

    /** Returns whether instructions and events reach an interrupt (B-INT-17). */
    public boolean isReachable(final int intid)
    {
        return isValid && isTableValid(PlainHost.isSpi(intid));
    }

    public boolean isTableValid(final boolean ofSpis)
    {
        return ofSpis ? areSpisValid : areLpisValid;
    }

    /** Becomes valid without VPEs, with the tables that its entry calls valid (B-VMT-4, B-VMT-7). */
    public void validate(final boolean lpis, final boolean spis)
    {
        isValid = true;
        validateTable(false, lpis);
        validateTable(true, spis);
    }

    /** Becomes invalid, with its tables and VPEs (B-VMT-8). */
    public void invalidate()
    {
        validateTable(false, false);
        validateTable(true, false);
        isValid = false;
        for (final PlainVpe vpe : vpes)
        {
            vpe.isValid = false;
            vpe.residentPe = NOWHERE;
        }
    }

    /** Makes a table valid or invalid; nothing happens if it is so already (B-VMT-9, B-VMT-12). */
    public void validateTable(final boolean ofSpis, final boolean valid)
    {
        if (!isValid || isTableValid(ofSpis) == valid)
        {
            return;
        }
        areSpisValid = ofSpis ? valid : areSpisValid;
        areLpisValid = ofSpis ? areLpisValid : valid;
        interrupts.values().stream().filter(one -> PlainHost.isSpi(one.intid()) == ofSpis)
            .forEach(valid ? PlainInterrupt::map : PlainInterrupt::unmap);
    }

    /** Makes a VPE valid, without doorbell settings (B-VPE-1, B-VPE-3). */
    public void validateVpe(final int number)
    {
        final PlainVpe vpe = vpes.get(number);
        if (isValid && !vpe.isValid)
        {
            vpe.isValid = true;
            vpe.isDoorbellSet = false;
            vpe.isRequested = false;
            vpe.doorbellMask = 0;
        }
    }

    /** Takes a message that an ITS has translated (B-ITS-6). */
    public void message(final int intid)
    {
        if (isReachable(intid) && interrupts.containsKey(intid))
        {
            interrupts.get(intid).edge();
        }
        else
        {
            account.unreachable();
        }
    }

    /**
     * Makes a VPE resident on a PE where none is (B-RES-1, B-RES-2, M-RES2, M-DB0).
     *
     * @return true if that is so
     */
    public boolean enter(final int number, final int pe)
    {
        final PlainVpe vpe = vpes.get(number);
        final boolean enters = vpe.isValid && !vpe.isResident();
        if (enters)
        {
            vpe.residentPe = pe;
            vpe.isRequested = false;
        }

        return enters;
    }

    /** Makes a VPE not resident, and requests a doorbell or cancels the request (B-RES-6, M-DB0). */
    public void leave(final int number, final boolean request, final int mask)
    {
        final PlainVpe vpe = vpes.get(number);
        vpe.residentPe = NOWHERE;
        vpe.isRequested = request;
        vpe.doorbellMask = request ? mask : vpe.doorbellMask;
    }

    /** Writes IRS_VPE_DBR of a VPE (B-DB-1, M-DB0). */
    public void setDoorbell(final int number, final boolean valid, final boolean request, final int mask)
    {
        final PlainVpe vpe = vpes.get(number);
        if (vpe.isValid)
        {
            vpe.isDoorbellSet = valid;
            vpe.isRequested = request;
            vpe.doorbellMask = mask;
        }
    }

    /** Returns whether the doorbell of a VPE rings now, which ends its request (B-DB-1, B-DB-2, B-DB-3, B-DB-6). */
    public boolean rings(final int number)
    {
        final PlainVpe vpe = vpes.get(number);
        final boolean rings = vpe.isValid && !vpe.isResident() && vpe.isDoorbellSet && vpe.isRequested &&
            best(number, vpe.doorbellMask + 1) != 0;
        vpe.isRequested &= !rings;

        return rings;
    }

    /** Returns what the guest acknowledges next on a VPE that is resident, or 0 (B-VIN-6, B-CPU-6). */
    public int best(final int number)
    {
        return best(number, vpes.get(number).view.threshold());
    }

    private int best(final int number, final int threshold)
    {
        int best = 0;
        int priority = Math.min(threshold, IDLE_PRIORITY);
        for (final PlainInterrupt next : interrupts.values())
        {
            if (next.target() == number && next.isCandidate() && isReachable(next.intid()) &&
                next.priority() < priority)
            {
                best = next.intid();
                priority = next.priority();
            }
        }

        return best;
    }

    /** Takes an acknowledge by the guest. */
    public void acknowledge(final int number, final int intid)
    {
        final PlainInterrupt interrupt = interrupts.get(intid);
        interrupt.acknowledge();
        vpes.get(number).view.acknowledge(intid, interrupt.priority());
    }

    /** Returns how many interrupts owe an acknowledge. */
    public long owed()
    {
        return interrupts.values().stream().filter(PlainInterrupt::isOwed).count();
    }

    /** Returns the ID of an interrupt. */
    public static int id(final int intid)
    {
        return intid & ID_MASK;
    }
}
