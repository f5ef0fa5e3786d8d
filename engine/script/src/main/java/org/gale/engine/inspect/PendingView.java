package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.IaffidMap;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

import static org.gale.engine.config.MachineKeys.ONE_N;
import static org.gale.engine.config.MachineKeys.VIRT_ONE_N;

/**
 * View of every pending interrupt, enabled or not: first those of the physical side, then those of each VM, then the
 * virtual PPIs of each PE. Virtual PPIs belong to the resident VPE, if any. Owned by the thread that owns the machine.
 */
final class PendingView
{
    /** Number of steps that count for 64 entries. */
    private static final int WORD_STEPS = 16;
    private static final int PAGES_A_STEP_LOG2 = 10;

    private final Machine machine;
    private final InterruptQueries queries;
    private final Accounts accounts;
    private final IaffidMap iaffids;
    private final ViewJson answer;

    PendingView(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.queries = InterruptQueries.of(machine);
        this.accounts = machine.accounts();
        this.iaffids = machine.config().board().iaffids();
        this.answer = answer;
    }

    void write(final ViewRequest request) throws IOException
    {
        final boolean ofOneVm = request.has(View.Option.VM);
        final int only = ofOneVm ? accounts.vmOwner(ViewChecks.validVm(machine, request)) : OwnerId.NONE;
        if (ofOneVm)
        {
            answer.number("VM_ID", OwnerId.vmId(only));
        }
        answer.beginList("pending");
        boolean complete = true;
        if (ofOneVm)
        {
            complete = tables(only);
        }
        else
        {
            complete = tables(accounts.physicalOwner()) && physicalPpis();
            for (int vmId = queries.nextVm(0); complete && vmId >= 0; vmId = queries.nextVm(vmId + 1))
            {
                complete = tables(accounts.vmOwner(vmId));
            }
        }
        for (int pe = 0; complete && machine.config().virtual() && pe < machine.config().pes(); pe++)
        {
            complete = (ofOneVm && queries.residentOwner(pe) != only) || ppis(pe, true);
        }
        answer.endList();
    }

    /**
     * Writes the LPIs and SPIs of an owner.
     *
     * @return false if the view has no room for more
     */
    private boolean tables(final int owner) throws IOException
    {
        return table(owner, Intid.TYPE_LPI) && table(owner, Intid.TYPE_SPI);
    }

    private boolean table(final int owner, final int type) throws IOException
    {
        final InterruptStateTable table = queries.table(owner, type);
        if (table == null)
        {
            return true;
        }

        boolean complete = answer.takeSteps(tableSteps(table));
        final int end = table.shape().entryCount();
        for (int first = table.nextTouchedWord(0); complete && first < end;
            first = table.nextTouchedWord(first + Long.SIZE))
        {
            complete = answer.takeSteps(WORD_STEPS) && word(owner, type, first, table.pendingWord(first));
        }

        return complete;
    }

    /**
     * Writes the interrupts of 64 ids whose bits are set.
     *
     * @return false if the view has no room for more
     */
    private boolean word(final int owner, final int type, final int firstId, final long pending) throws IOException
    {
        boolean complete = true;
        for (long rest = pending; complete && rest != 0; rest &= rest - 1)
        {
            final int intid = Intid.of(type, firstId + Long.numberOfTrailingZeros(rest));
            final long entry = queries.entry(owner, intid);
            complete = entry < 0 || row(owner, intid, (int)entry, target(owner, (int)entry));    // B-INT-17
        }

        return complete;
    }

    /** Returns the steps for the parts of a table that were never written: each may search all pages of RAM. */
    private long tableSteps(final InterruptStateTable table)
    {
        final IstShape shape = table.shape();
        final long parts = shape.twoLevel() ? shape.l1Entries() : 1;

        return parts * (1 + (machine.memory().pageCount() >>> PAGES_A_STEP_LOG2));
    }

    private boolean physicalPpis() throws IOException
    {
        boolean complete = true;
        for (int pe = 0; complete && pe < machine.config().pes(); pe++)
        {
            complete = ppis(pe, false);
        }

        return complete;
    }

    private boolean ppis(final int pe, final boolean virtual) throws IOException
    {
        final PpiWords ppis = new PpiWords(machine, pe, virtual);
        final int owner = virtual ? queries.residentOwner(pe) : accounts.physicalOwner();
        final String target = virtual && owner != OwnerId.NONE ? "VPE " + queries.residentVpe(pe) : "PE " + pe;
        for (int ppi = ppis.next(0); ppi >= 0; ppi = ppis.next(ppi + 1))
        {
            final int state = ppis.state(ppi);
            if (L2Iste.isPending(state) && !row(owner, Intid.of(Intid.TYPE_PPI, ppi), state, target))
            {
                return false;
            }
        }

        return true;
    }

    /**
     * Writes an interrupt.
     *
     * @param owner {@link OwnerId#NONE} for a virtual PPI of a PE where no VPE is resident
     * @return false if the view has no room for more
     */
    private boolean row(final int owner, final int intid, final int iste, final String target) throws IOException
    {
        if (!answer.beginEntry())
        {
            return false;
        }
        answer.text("owner", owner == OwnerId.NONE ? "none" : OwnerId.name(owner));
        answer.text("type", IstViews.typeName(Intid.type(intid)));
        answer.text("INTID", ViewJson.hex(intid));
        answer.fields(intid, Intid.FIELDS);
        answer.state(iste);
        answer.number("HM", L2Iste.HM.get(iste));
        answer.number("PRIORITY", L2Iste.priority(iste));
        answer.text("target", target);
        answer.endEntry();

        return true;
    }

    /** Returns the target of an entry; nobody if IAFFID names none (B-INT-13). */
    private String target(final int owner, final int iste)
    {
        final boolean physical = OwnerId.isPhysical(owner);
        final int iaffid = L2Iste.iaffid(iste);
        if (L2Iste.isOneOfN(iste) && (physical ? machine.config().value(ONE_N) : machine.config().value(VIRT_ONE_N)))
        {
            return "1ofN";
        }
        if (physical)
        {
            final int pe = iaffids.pe(iaffid);

            return pe < 0 ? "none" : "PE " + pe;                                // M-PENO
        }

        return iaffid < queries.vpeLimit(OwnerId.vmId(owner)) ? "VPE " + iaffid : "none";
    }
}
