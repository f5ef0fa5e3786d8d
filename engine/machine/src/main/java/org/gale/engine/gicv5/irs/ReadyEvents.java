package org.gale.engine.gicv5.irs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.ReadyEvent;
import org.gale.engine.machine.TurnLog;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Events of ready LPIs, of all VMs. Ranks are derived where they are worth their cost. Each Pending that is held by
 * rank is written to its entry before anything reads it: RAM may lag between two parts of a frame alone.
 * Owned by the thread that owns the machine.
 */
public final class ReadyEvents
{
    /** Number of events of a run from which on ready LPIs are used: a short run is written back at once. */
    private static final int RUN_LENGTH = 32;

    private static final long HAS_SLOT = 1L << 63;
    private static final int VM_SHIFT = 41;
    private static final int VM_LIMIT = 1 << 16;
    private static final int BIT_SHIFT = 24;
    private static final int ID_MASK = (1 << BIT_SHIFT) - 1;

    private final boolean isOn;
    private final boolean isEager;
    /** Least number of events of a run that may use ready LPIs. */
    private final int shortest;
    private final PhysicalMemory memory;
    private final InterruptTransitions transitions;
    private final PendingCheck check;
    /** Ranked LPIs by VM. */
    private ReadyLpis[] ofVms = new ReadyLpis[0];
    private InterruptSpace[] spaces = new InterruptSpace[0];
    private InterruptSpace[] ranked = new InterruptSpace[0];
    private boolean isHolding;
    private InterruptSpace due;
    private long events;

    ReadyEvents(final MachineConfig config, final PhysicalMemory memory, final InterruptTransitions transitions,
        final PendingCheck check)
    {
        this.check = check;
        final ReadyEvent key = config.value(MachineKeys.READY);
        this.isEager = key == ReadyEvent.EAGER;
        this.shortest = isEager ? 1 : RUN_LENGTH;
        this.isOn = key != ReadyEvent.OFF && !config.value(MachineKeys.STRICT) && !memory.isFile();
        this.memory = memory;
        this.transitions = transitions;
    }

    /** Returns whether LPIs of any VM were ranked. */
    public boolean hasRanks()
    {
        return ranked.length > 0;
    }

    /** Returns whether a run of events may use ready LPIs. */
    public boolean takes(final int count)
    {
        return isOn && count >= shortest && !memory.overlap().mayBe();
    }

    /**
     * Returns the slot of the LPI of a translated event: VM, bit and id.
     *
     * @param itte encoded {@link L2Itte}
     * @return 0 if the LPI is not ranked
     */
    public long slotOf(final long itte)
    {
        final int vmId = L2Itte.vmId(itte);
        if (!L2Itte.isVirtual(itte) || vmId >= ofVms.length)
        {
            return 0;
        }
        final int id = L2Itte.lpiId(itte);
        final int bit = ofVms[vmId].bitOf(id);

        return bit < 0 ? 0 : HAS_SLOT | (long)vmId << VM_SHIFT | (long)bit << BIT_SHIFT | id;
    }

    /**
     * Makes ready LPIs pending, in order, as long as signals stay as they are.
     *
     * @param slots of the events, 0 where there is none
     * @return the index of the first event that was not delivered
     */
    int raise(final long[] slots, final int fromIndex, final int endIndex)
    {
        final ReadyLpis[] vms = ofVms;
        int index = fromIndex;
        while (index < endIndex)
        {
            final long slot = slots[index];
            if (slot == 0 || !vms[vmOf(slot)].raise((int)slot & ID_MASK, bitOf(slot)))
            {
                break;
            }
            index++;
        }
        events += index - fromIndex;

        return index;
    }

    /**
     * Makes a ready LPI pending that {@link #raise} has left.
     *
     * @return {@link ReadyLpis#NOT_RAISED}, {@link ReadyLpis#QUIET} or {@link ReadyLpis#CONCERNS}
     */
    int raiseFirst(final long slot)
    {
        if (slot == 0)
        {
            return ReadyLpis.NOT_RAISED;
        }
        final ReadyLpis lpis = ofVms[vmOf(slot)];
        final int result = lpis.raiseFirst((int)slot & ID_MASK, bitOf(slot));
        if (result != ReadyLpis.NOT_RAISED)
        {
            isHolding = true;
            events++;
        }
        else if (lpis.isPending(bitOf(slot)))
        {
            writeBack();                                                        // what is owed is not what is pending
        }
        if (result == ReadyLpis.CONCERNS)
        {
            transitions.readyChanged(spaces[vmOf(slot)], lpis.vpeOf(bitOf(slot)));
        }

        return result;
    }

    /**
     * Activates and deactivates ready LPIs that a turn took, in order. Their entries stay as they are: each would
     * become pending, active, and again what it was. Their pages count as written.
     *
     * @param bits of the interrupts
     */
    void complete(final InterruptSpace space, final int[] bits, final int fromIndex, final int endIndex,
        final int pe, final TurnLog log)                                        // B-INT-6, B-INT-8
    {
        final ReadyLpis ready = space.ready();
        for (int i = fromIndex; i < endIndex; i++)
        {
            final int id = ready.id(bits[i]);
            if (space.account().acknowledged(id, false))
            {
                check.acknowledgedInvented(space, id);
            }
            log.acknowledged(pe, space.intid(id));
            memory.markWrittenAt(space.locate(id));
        }
        space.changedSinceSave(true);
        ready.taken(endIndex - fromIndex);
    }

    private static int vmOf(final long slot)
    {
        return (int)(slot >>> VM_SHIFT) & (VM_LIMIT - 1);
    }

    private static int bitOf(final long slot)
    {
        return (int)(slot >>> BIT_SHIFT) & (ReadyLpis.BIT_LIMIT - 1);
    }

    /** Returns the number of events since the start that went through no entry. */
    public long events()
    {
        return events;
    }

    /** Returns whether entries are written only where somebody may look. */
    public boolean isEager()
    {
        return isEager;
    }

    /** Returns whether any Pending may not be in its entry yet. */
    public boolean isHolding()
    {
        return isHolding;
    }

    /** Writes each Pending to its entry. RAM is true then. */
    public void writeBack()
    {
        for (final InterruptSpace space : ranked)
        {
            if (space.ready().isHolding())
            {
                writeBack(space);
            }
        }
        isHolding = false;
    }

    private void writeBack(final InterruptSpace space)
    {
        final ReadyLpis ready = space.ready();
        for (int vpeId = 0; vpeId < ready.vpeCount(); vpeId++)
        {
            if (ready.isHolding(vpeId))
            {
                transitions.writeBack(space, vpeId);
            }
        }
        ready.emptied();
    }

    /** Counts an event that went through its entry. */
    void missed(final InterruptSpace space, final int id)
    {
        final InterruptStateTable table = space.table();
        if (table != null && due == null && !space.owner().isPhysical() &&
            space.ready().missed(id, isEager ? 1 : table.shape().entryCount()))
        {
            due = space;
        }
    }

    /**
     * Ranks the LPIs of a VM if that has become worth its cost. Slots that were returned before count no more.
     *
     * @return false if nothing was done
     */
    public boolean rankIfDue()
    {
        final InterruptSpace space = due;
        due = null;
        final InterruptStateTable table = space == null ? null : space.table();
        if (table == null)
        {
            return false;
        }
        space.ready().putOff();
        if (space.owner().hasOneOfN() ||
            table.shape().entryCount() > ReadyLpis.ID_LIMIT || space.owner().targetCount() > ReadyLpis.VPE_LIMIT)
        {
            return false;
        }
        writeBack();
        rank(space);
        add(space);

        return true;
    }

    private void add(final InterruptSpace space)
    {
        final int vmId = OwnerId.vmId(space.owner().id());
        final int length = ofVms.length;
        if (vmId >= length)
        {
            ofVms = Arrays.copyOf(ofVms, vmId + 1);
            spaces = Arrays.copyOf(spaces, vmId + 1);
            Arrays.fill(ofVms, length, vmId + 1, ReadyLpis.NOBODY);
        }
        ofVms[vmId] = space.ready();
        spaces[vmId] = space;
        final List<InterruptSpace> spaces = new ArrayList<>(List.of(ranked));
        spaces.removeIf(other -> other.ready().vpeCount() == 0 || other == space);
        spaces.add(space);
        ranked = spaces.toArray(InterruptSpace[]::new);
    }

    /** Ranks the LPIs of a VM by priority and id, and finds those that are ready. */
    private static void rank(final InterruptSpace space)
    {
        final InterruptStateTable table = space.table();
        final int ids = table.shape().entryCount();
        final long[] order = new long[ids];
        int count = 0;
        for (int id = table.nextNonZero(0, ids); id >= 0; id = table.nextNonZero(id + 1, ids))
        {
            final int iste = table.loadPlain(id);
            if (isRanked(space, iste))
            {
                order[count++] = ReadyLpis.Order.of(L2Iste.iaffid(iste), L2Iste.priority(iste), id);
            }
        }
        Arrays.sort(order, 0, count);
        space.ready().rank(ids, order, count, space.owner().targetCount(), space.index());
        for (int i = 0; i < count; i++)
        {
            final int id = ReadyLpis.Order.id(order[i]);
            if (isIdle(table.loadPlain(id)))
            {
                space.ready().idle(id);
            }
        }
    }

    /** Returns whether an entry can become ready: its target had candidates before, and it is an edge. */
    private static boolean isRanked(final InterruptSpace space, final int iste)
    {
        return L2Iste.isEnabled(iste) && !L2Iste.isLevel(iste) && !L2Iste.isOneOfN(iste) &&
            L2Iste.iaffid(iste) < space.owner().targetCount() && space.index().of(L2Iste.iaffid(iste)) != null;
    }

    private static boolean isIdle(final int iste)
    {
        return !L2Iste.isPending(iste) && !L2Iste.isActive(iste);
    }
}
