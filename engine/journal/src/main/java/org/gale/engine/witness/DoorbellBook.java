package org.gale.engine.witness;

import java.util.Arrays;

import org.agrona.collections.Long2ObjectHashMap;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;

/**
 * Book of the doorbells of VPEs, from what a hypervisor wrote into ICH_CONTEXTR, IRS_VPE_SELR and IRS_VPE_DBR: whether
 * one is requested, and which LPI it sets (B-DB-1 to B-DB-4, M-DB0). One that rings unasked is invented, one that is
 * due and does not ring is lost. It knows nothing where VPEs take 1ofN interrupts, where links change and where a
 * register is written by halves. Owned by the thread that owns the machine.
 */
final class DoorbellBook
{
    private static final int EL2 = 2;
    private static final int VPE_SELR = 0x240;
    private static final int VPE_DBR = 0x248;
    private static final int VPE_STATUSR = 0x25c;
    private static final long REQUEST = 1L << 62;
    private static final long CONTEXT_REQUEST = 1L << 60;
    private static final int CONTEXT_MASK_SHIFT = 55;
    private static final int PRIORITY_MASK = 31;
    private static final int ID_MASK = 0xff_ffff;
    private static final int HALF_MASK = 0xffff;
    private static final long NOBODY = -1;

    private final Machine machine;
    private final InterruptQueries queries;
    private final Board board;
    private final InterruptSink sink;
    private final Long2ObjectHashMap<Bell> bells = new Long2ObjectHashMap<>();
    /** Key of the VPE that is resident, by PE. */
    private final long[] residents;
    /** Key of the VPE that is selected, by IRS. */
    private final long[] selected;
    private int requests;
    private boolean isKnown;

    /** Doorbell of a VPE that is valid. */
    private static final class Bell
    {
        private boolean isSet;
        private boolean isRequested;
        private int mask;
        private int lpi;
    }

    DoorbellBook(final Machine machine, final InterruptQueries queries, final Board board, final boolean isKnown,
        final InterruptSink sink)
    {
        final MachineConfig config = machine.config();
        this.machine = machine;
        this.queries = queries;
        this.sink = sink;
        this.isKnown = isKnown && !config.value(MachineKeys.VIRT_ONE_N);
        this.board = board;
        residents = new long[config.pes()];
        selected = new long[board.irss()];
        Arrays.fill(residents, NOBODY);
        Arrays.fill(selected, NOBODY);
    }

    /** Notes that nothing is known any more. */
    void forget()
    {
        isKnown = false;
        requests = 0;
    }

    /** Takes a write of a register of a PE. */
    void write(final int pe, final int code, final int el, final long value)
    {
        if (code != HostRegisters.CONTEXTR || !isKnown)
        {
            return;
        }
        isKnown = el == EL2;
        final boolean enters = value < 0;
        final Bell leaving = residents[pe] == NOBODY ? null : bells.get(residents[pe]);
        if (leaving != null)                                                    // B-RES-6, M-DB0
        {
            final boolean isRequested = !enters && (value & CONTEXT_REQUEST) != 0;
            leaving.mask = isRequested ? (int)(value >>> CONTEXT_MASK_SHIFT) & PRIORITY_MASK : leaving.mask;
            request(leaving, isRequested);
        }
        residents[pe] = NOBODY;
        final long key = key((int)value & HALF_MASK, (int)(value >>> Integer.SIZE) & HALF_MASK);
        if (enters && isValid(key) && !isResident(key))                         // B-RES-2, M-RES2
        {
            request(bell(key), false);                                          // M-DB0
            residents[pe] = key;
        }
    }

    /** Takes a store into a frame. */
    void store(final long address, final int sizeBytes, final long value)
    {
        for (int irs = 0; isKnown && irs < selected.length; irs++)
        {
            final long offset = address - board.frame(MachineKeys.IRS_CONFIG, irs);
            if (HostRegisters.maps(offset))
            {
                store(irs, (int)offset, sizeBytes, value);
                return;
            }
        }
    }

    private void store(final int irs, final int offset, final int sizeBytes, final long value)
    {
        if (offset < VPE_SELR || offset >= VPE_STATUSR)
        {
            dropInvalid();
        }
        else if (sizeBytes != Long.BYTES)
        {
            isKnown &= offset >= VPE_DBR + Long.BYTES;                          // M-HALF
        }
        else if (offset == VPE_SELR)
        {
            final long key = key((int)value & HALF_MASK, (int)(value >>> Integer.SIZE) & HALF_MASK);
            isKnown &= value < 0;
            selected[irs] = isValid(key) ? key : NOBODY;
        }
        else if (offset == VPE_DBR && selected[irs] != NOBODY)
        {
            final Bell bell = bell(selected[irs]);
            bell.isSet = value < 0;
            bell.mask = (int)(value >>> Integer.SIZE) & PRIORITY_MASK;
            bell.lpi = (int)value & ID_MASK;
            request(bell, (value & REQUEST) != 0);
        }
    }

    /**
     * Takes a doorbell that rang.
     *
     * @param lpi that it set pending
     */
    void rang(final int vm, final int vpe, final int lpi)
    {
        final long key = key(vm, vpe);
        final Bell bell = bells.get(key);
        final boolean isDue = bell != null && bell.isRequested && bell.isSet && bell.lpi == lpi && !isResident(key);
        if (isKnown && !isDue)
        {
            found(false, vm, vpe, lpi, "rang without a request (B-DB-1)");
        }
        if (bell != null)
        {
            request(bell, false);                                               // B-DB-3
        }
    }

    /** Returns whether a doorbell is requested, so that it may be due. */
    boolean hasRequests()
    {
        return requests != 0 && isKnown;
    }

    /** Finds doorbells that are due and have not rung, each once. */
    void compare()
    {
        final Long2ObjectHashMap<Bell>.EntryIterator all = bells.entrySet().iterator();
        while (all.hasNext())
        {
            all.next();
            final Bell bell = all.getValue();
            if (bell.isRequested && bell.isSet)
            {
                compare(all.getLongKey(), bell);
            }
        }
    }

    private void compare(final long key, final Bell bell)
    {
        final int vm = vm(key);
        final int vpe = (int)key;
        final InterruptQueries.VpeState state = isResident(key) ? null : queries.vpe(vm, vpe);
        if (state != null && state.candidate() != Candidate.NONE &&
            Candidate.priority(state.candidate()) <= bell.mask)                 // B-DB-6
        {
            request(bell, false);
            found(true, vm, vpe, bell.lpi, "is due, and did not ring (B-DB-2)");
        }
    }

    /** Forgets VPEs that are not valid any more (B-VMT-8, B-VPE-3). */
    private void dropInvalid()
    {
        final Long2ObjectHashMap<Bell>.EntryIterator all = bells.entrySet().iterator();
        while (all.hasNext())
        {
            all.next();
            if (!isValid(all.getLongKey()))
            {
                request(all.getValue(), false);
                all.remove();
            }
        }
        dropInvalid(residents);
        dropInvalid(selected);
    }

    private void dropInvalid(final long[] keys)
    {
        for (int i = 0; i < keys.length; i++)
        {
            keys[i] = keys[i] == NOBODY || isValid(keys[i]) ? keys[i] : NOBODY;
        }
    }

    private void found(final boolean isLost, final int vm, final int vpe, final int lpi, final String how)
    {
        sink.found(isLost, OwnerId.NONE, -1, "physical LPI " + lpi + ", the doorbell of " +
            OwnerId.name(machine.accounts().vmOwner(vm)) + " VPE " + vpe + ", " + how);
    }

    private void request(final Bell bell, final boolean isRequested)
    {
        requests += (isRequested ? 1 : 0) - (bell.isRequested ? 1 : 0);
        bell.isRequested = isRequested;
    }

    private Bell bell(final long key)
    {
        return bells.computeIfAbsent(key, unused -> new Bell());
    }

    private boolean isResident(final long key)
    {
        boolean isResident = false;
        for (final long resident : residents)
        {
            isResident |= resident == key;
        }

        return isResident;
    }

    private boolean isValid(final long key)
    {
        final int vpe = (int)key;

        return queries.nextVpe(vm(key), vpe) == vpe;
    }

    private static long key(final int vm, final int vpe)
    {
        return (long)vm << Integer.SIZE | vpe;
    }

    private static int vm(final long key)
    {
        return (int)(key >>> Integer.SIZE);
    }
}
