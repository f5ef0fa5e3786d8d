package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * Software-forwarded interrupts of one vCPU: the list of pending interrupts and, while the vCPU is in the guest, its
 * list registers, which hold the best of the list (V4-SW-1, V4-SW-2). SGIs are always enabled.
 */
final class PendingList
{
    /** Returned where no interrupt is in a list register. */
    static final int NONE = -1;
    /** List registers of a CPU interface. */
    static final int REGISTER_COUNT = 4;
    /** Priority value of SGIs. */
    static final int SGI_PRIORITY = 0xa0;

    static
    {
        assert PriorityIndex.priorityOf(PriorityIndex.key(SGI_PRIORITY, 0)) == SGI_PRIORITY : "SGIs have no priority";
        assert MappedVpe.SGI_COUNT <= Integer.SIZE : "an SGI has no bit";
    }

    private final V4Vm vm;
    private final PriorityIndex queue;
    private final int[] registers = new int[REGISTER_COUNT];
    private final int[] priorities = new int[REGISTER_COUNT];
    private int used;
    private int queuedSgis;

    PendingList(final V4Vm vm, final PriorityIndex queue)
    {
        this.vm = vm;
        this.queue = queue;
    }

    /** Adds a latched vLPI. */
    void add(final Vlpi vlpi, final int priority)
    {
        vlpi.place(Vlpi.QUEUED);
        vlpi.queuedPriority(priority);
        queue.add(priority, vlpi.vintid);
    }

    /** Removes a queued vLPI; its latch stays. */
    void remove(final Vlpi vlpi)
    {
        vlpi.place(Vlpi.NOWHERE);
        queue.remove(vlpi.queuedPriority(), vlpi.vintid);
    }

    /** Makes an SGI pending unless it is. */
    void addSgi(final int sgi)
    {
        if (!isSgiPending(sgi))
        {
            queuedSgis |= 1 << sgi;
            queue.add(SGI_PRIORITY, sgi);
        }
    }

    boolean isSgiPending(final int sgi)
    {
        boolean pending = (queuedSgis & 1 << sgi) != 0;
        for (int i = 0; i < used; i++)
        {
            pending |= registers[i] == sgi;
        }

        return pending;
    }

    /** Returns the index of what is in no list register. */
    PriorityIndex queue()
    {
        return queue;
    }

    boolean isEmpty()
    {
        return used == 0 && queue.isEmpty();
    }

    /**
     * Adds a latched vLPI while the vCPU is in the guest, as {@link #add} and {@link #flush} would. Between two calls
     * full registers hold the most urgent vLPIs, so that most calls change one register and leave the queue alone.
     */
    void addInGuest(final Vlpi vlpi, final int priority)
    {
        final int worst = worstSlot();
        if (used == REGISTER_COUNT && key(worst) < PriorityIndex.key(priority, vlpi.vintid))
        {
            add(vlpi, priority);
        }
        else if (used == REGISTER_COUNT || queue.isEmpty())
        {
            if (used == REGISTER_COUNT)
            {
                evict(worst);
            }
            vlpi.queuedPriority(priority);
            register(vlpi.vintid, priority);
        }
        else
        {
            add(vlpi, priority);
            flush();
        }
    }

    /** Fills the list registers with the best of the list, as at guest entry. */
    void flush()
    {
        while (!queue.isEmpty() && makesRoom())
        {
            final long best = queue.bestKey();
            queue.removeBest();
            register(PriorityIndex.intidOf(best), PriorityIndex.priorityOf(best));
        }
    }

    /** Folds the list registers back into the list, as at guest exit. */
    void fold()
    {
        while (used > 0)
        {
            used--;
            toQueue(registers[used], priorities[used]);
        }
    }

    /** Returns the slot of the best interrupt in a list register, or {@link #NONE}. */
    int bestSlot()
    {
        int best = NONE;
        for (int i = 0; i < used; i++)
        {
            if (best == NONE || key(i) < key(best))
            {
                best = i;
            }
        }

        return best;
    }

    int intid(final int slot)
    {
        return registers[slot];
    }

    int priority(final int slot)
    {
        return priorities[slot];
    }

    /** Acknowledges the interrupt in a list register; an empty set of registers is filled again. */
    void acknowledge(final int slot)
    {
        final int intid = registers[slot];
        used--;
        registers[slot] = registers[used];
        priorities[slot] = priorities[used];
        if (intid >= MappedVpe.SGI_COUNT)
        {
            vm.vlpi(intid).place(Vlpi.NOWHERE);
        }
        if (used == 0)
        {
            flush();
        }
    }

    /** Returns whether list and list registers hold the vLPIs that are placed there, and their SGIs, each once. */
    boolean isSound()
    {
        int queued = Integer.bitCount(queuedSgis);
        int listed = 0;
        boolean isSound = true;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            final boolean isHere = vlpi.target().list == this;
            if (isHere && vlpi.place() == Vlpi.QUEUED)
            {
                queued++;
                isSound &= queue.contains(vlpi.queuedPriority(), vlpi.vintid);
            }
            listed += isHere && vlpi.place() == Vlpi.LISTED ? 1 : 0;
        }
        for (int rest = queuedSgis; rest != 0; rest &= rest - 1)
        {
            isSound &= queue.contains(SGI_PRIORITY, Integer.numberOfTrailingZeros(rest));
        }
        for (int slot = 0; slot < used; slot++)
        {
            final Vlpi vlpi = registers[slot] < MappedVpe.SGI_COUNT ? null : vm.vlpi(registers[slot]);
            isSound &= vlpi == null || (vlpi.place() == Vlpi.LISTED && vlpi.target().list == this);
            listed -= vlpi == null ? 0 : 1;
        }

        return isSound && listed == 0 && queued == queue.count();
    }

    void state(final StateStream stream)
    {
        used = stream.word32(used);
        queuedSgis = stream.word32(queuedSgis);
        for (int i = 0; i < used; i++)
        {
            registers[i] = stream.word32(registers[i]);
            priorities[i] = stream.word32(priorities[i]);
        }
        if (stream.isRestoring())
        {
            for (int rest = queuedSgis; rest != 0; rest &= rest - 1)
            {
                queue.add(SGI_PRIORITY, Integer.numberOfTrailingZeros(rest));
            }
        }
    }

    /** Returns whether a list register is free. The worst one makes room for a better interrupt of the list. */
    private boolean makesRoom()
    {
        if (used < REGISTER_COUNT)
        {
            return true;
        }
        final int worst = worstSlot();
        final boolean gives = queue.bestKey() < key(worst);
        if (gives)
        {
            evict(worst);
        }

        return gives;
    }

    private void register(final int intid, final int priority)
    {
        assert used < REGISTER_COUNT : "no list register is free";
        registers[used] = intid;
        priorities[used] = priority;
        used++;
        if (intid < MappedVpe.SGI_COUNT)
        {
            queuedSgis &= ~(1 << intid);
        }
        else
        {
            final Vlpi vlpi = vm.vlpi(intid);
            vlpi.place(Vlpi.LISTED);
            vlpi.latch(false);
        }
    }

    private void evict(final int slot)
    {
        assert slot >= 0 && slot < used : slot + " of " + used;
        final int intid = registers[slot];
        final int priority = priorities[slot];
        used--;
        registers[slot] = registers[used];
        priorities[slot] = priorities[used];
        toQueue(intid, priority);
    }

    private int worstSlot()
    {
        int worst = 0;
        for (int i = 1; i < used; i++)
        {
            worst = key(i) > key(worst) ? i : worst;
        }

        return worst;
    }

    private void toQueue(final int intid, final int priority)
    {
        if (intid < MappedVpe.SGI_COUNT)
        {
            queuedSgis |= 1 << intid;
            queue.add(priority, intid);
        }
        else
        {
            final Vlpi vlpi = vm.vlpi(intid);
            vlpi.latch(true);
            vlpi.place(Vlpi.NOWHERE);
            if (!vlpi.isHw())
            {
                add(vlpi, priority);
            }
        }
    }

    private long key(final int slot)
    {
        return PriorityIndex.key(priorities[slot], registers[slot]);
    }
}
