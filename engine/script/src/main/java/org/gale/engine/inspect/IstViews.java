package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;

/**
 * Views of interrupt state tables. The shape is the one that the IRS latched when the table became valid (M-LIVE); the
 * entries are RAM's. Owned by the thread that owns the machine.
 */
final class IstViews
{
    private final Machine machine;
    private final ViewJson answer;

    IstViews(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.answer = answer;
    }

    /** Writes the physical LPIs, or the physical SPIs, whose entries the IRS keeps outside RAM. */
    void ist(final ViewRequest request) throws IOException
    {
        final boolean lpis = request.type() == Intid.TYPE_LPI;
        answer.text("type", typeName(request.type()));
        if (lpis)
        {
            final long frame = machine.config().value(MachineKeys.IRS_CONFIG);
            answer.word("IRS_IST_BASER", machine.peek(frame + IrsIstBaser.OFFSET, Long.BYTES), IrsIstBaser.FIELDS);
            answer.word("IRS_IST_CFGR", (int)machine.peek(frame + IrsIstCfgr.OFFSET, Integer.BYTES),
                IrsIstCfgr.FIELDS);
        }
        table(machine.accounts().physicalOwner(), request, lpis);
    }

    /** Writes the LPIs or SPIs of a VM. */
    void vist(final ViewRequest request) throws IOException
    {
        final int vmId = ViewChecks.validVm(machine, request);
        answer.number("VM_ID", vmId);
        answer.text("type", typeName(request.type()));
        table(machine.accounts().vmOwner(vmId), request, true);
    }

    static String typeName(final int type)
    {
        switch (type)
        {
            case Intid.TYPE_PPI: return "PPI";
            case Intid.TYPE_LPI: return "LPI";
            case Intid.TYPE_SPI: return "SPI";
            default: return "TYPE" + type;
        }
    }

    private void table(final int owner, final ViewRequest request, final boolean isInRam) throws IOException
    {
        final InterruptStateTable table = InterruptQueries.of(machine).table(owner, request.type());
        answer.flag("valid", table != null);
        if (table == null)
        {
            return;
        }

        final IstShape shape = table.shape();
        if (isInRam)
        {
            answer.address("address", table.baseAddress());
        }
        answer.text("structure", shape.twoLevel() ? "two-level" : "linear");
        answer.number("entries", shape.entryCount());
        answer.number("entry_bytes", shape.entryBytes());
        if (shape.twoLevel())
        {
            answer.number("l2_bytes", shape.l2Bytes());
            level1(table, request);
        }
        level2(table, request);
    }

    private void level1(final InterruptStateTable table, final ViewRequest request) throws IOException
    {
        final boolean all = request.has(View.Option.ALL) || request.has(View.Option.ID);
        final WordScan scan = new WordScan(machine.memory(), answer);
        final long base = table.baseAddress();
        final int shift = table.shape().l2IndexBits();
        final int first = request.has(View.Option.ID) ? id(table, request) >>> shift : 0;
        final int end = request.has(View.Option.ID) ? first + 1 : table.shape().l1Entries();
        answer.beginList("L1_ISTE");
        for (long i = scan.next(base, first, end, all); i >= 0 && answer.beginEntry();
            i = scan.next(base, i + 1, end, all))
        {
            answer.number("index", i);
            answer.number("first_ID", i << shift);
            answer.decoded(scan.word(base, i), L1Iste.FIELDS);
            answer.endEntry();
        }
        answer.endList();
    }

    private void level2(final InterruptStateTable table, final ViewRequest request) throws IOException
    {
        final boolean isOne = request.has(View.Option.ID);
        final boolean all = request.has(View.Option.ALL) || isOne;
        final int first = isOne ? id(table, request) : 0;
        final int end = isOne ? first + 1 : table.shape().entryCount();
        answer.beginList("L2_ISTE");
        for (int id = next(table, first, end, all); id >= 0 && answer.beginEntry();
            id = next(table, id + 1, end, all))
        {
            final int iste = table.loadPlain(id);
            answer.number("ID", id);
            answer.state(iste);
            answer.decoded(iste, L2Iste.FIELDS);
            answer.endEntry();
        }
        answer.endList();
    }

    /** Returns the ID that the user named. */
    private static int id(final InterruptStateTable table, final ViewRequest request)
    {
        final long id = request.number(View.Option.ID);
        if (id >= table.shape().entryCount())
        {
            throw new IllegalArgumentException(
                "id " + id + " is not in the table, which has 0 to " + (table.shape().entryCount() - 1));
        }

        return (int)id;
    }

    /**
     * Returns the next entry in RAM that differs from its reset value (M-SPIRST), or the next of all.
     *
     * @return the id, or −1 if there is none
     */
    private static int next(final InterruptStateTable table, final int fromId, final int end, final boolean all)
    {
        if (!all)
        {
            return table.nextNonZero(fromId, end);
        }
        int id = fromId;
        while (id < end && !table.contains(id))                                 // at most 2^24 steps of a nanosecond
        {
            id++;
        }

        return id < end ? id : -1;
    }
}
