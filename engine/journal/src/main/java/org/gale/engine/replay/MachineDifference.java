package org.gale.engine.replay;

import java.util.List;
import java.util.Locale;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.tables.field.Field;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;

/**
 * First difference between two machines after the same commands.
 *
 * @param what   name of the part that differs
 * @param first  its value in the first machine
 * @param second its value in the second machine
 */
record MachineDifference(String what, String first, String second)
{
    private static final String NONE = "none";

    /**
     * Finds the first difference: in tables, then in RAM, PEs and outputs.
     *
     * @return the difference, or null if no query shows one
     */
    static MachineDifference find(final Machine first, final Machine second)
    {
        MachineDifference found = first.queries() instanceof InterruptQueries a &&
            second.queries() instanceof InterruptQueries b ? ofTables(first.accounts(), a, b) : null;
        found = found == null ? ofRam(first, second) : found;
        found = found == null ? ofPes(first, second) : found;

        return found == null ? ofOutputs(first.outputs(), second.outputs()) : found;
    }

    private static MachineDifference ofTables(
        final Accounts accounts, final InterruptQueries first, final InterruptQueries second)
    {
        MachineDifference found = null;
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE && found == null;
            owner = accounts.nextOwner(owner))
        {
            found = ofTable(owner, Intid.TYPE_LPI, first, second);
            found = found == null ? ofTable(owner, Intid.TYPE_SPI, first, second) : found;
        }

        return found;
    }

    private static MachineDifference ofTable(
        final int owner, final int type, final InterruptQueries first, final InterruptQueries second)
    {
        final InterruptStateTable a = first.table(owner, type);
        final InterruptStateTable b = second.table(owner, type);
        final int end = a == null || b == null ? 0 :
            Math.min(a.shape().entryCount(), b.shape().entryCount());
        int id = next(a, b, 0, end);
        while (id < end)
        {
            if (a.loadPlain(id) != b.loadPlain(id))
            {
                return new MachineDifference("L2_ISTE of " + OwnerId.name(owner, Intid.of(type, id)),
                    iste(a.loadPlain(id)), iste(b.loadPlain(id)));
            }
            id = next(a, b, id + 1, end);
        }

        return null;
    }

    /** Returns the next id whose entry is not zero in both tables. */
    private static int next(final InterruptStateTable a, final InterruptStateTable b, final int fromId, final int end)
    {
        if (fromId >= end)
        {
            return end;
        }
        final int inA = a.nextNonZero(fromId, end);
        final int inB = b.nextNonZero(fromId, end);

        return Math.min(inA < 0 ? end : inA, inB < 0 ? end : inB);
    }

    private static String iste(final int iste)
    {
        final StringBuilder text = new StringBuilder(String.format("0x%08x ", iste));
        final List<Field> fields = L2Iste.FIELDS;
        for (int i = fields.size() - 1; i >= 0; i--)                           // bit 31 stands on the left
        {
            final Field field = fields.get(i);
            if (!field.equals(L2Iste.RES0) || field.get(iste) != 0)
            {
                text.append(' ').append(field.name()).append('=').append(
                    field.equals(L2Iste.HM) ? L2Iste.isLevel(iste) ? "level" : "edge" : field.get(iste));
            }
        }

        return text.toString();
    }

    private static MachineDifference ofRam(final Machine first, final Machine second)
    {
        final PhysicalMemory a = first.memory();
        final PhysicalMemory b = second.memory();
        int page = Math.min(touched(a, 0), touched(b, 0));
        while (page < Math.min(a.pageCount(), b.pageCount()))
        {
            final long end = (page + 1L) * PhysicalMemory.PAGE_SIZE;
            for (long at = end - PhysicalMemory.PAGE_SIZE; at < end; at += Long.BYTES)
            {
                if (a.longAt(at) != b.longAt(at))
                {
                    return new MachineDifference("RAM at 0x" + Long.toHexString(a.base() + at),
                        hex(a.longAt(at)), hex(b.longAt(at)));
                }
            }
            page = Math.min(touched(a, page + 1), touched(b, page + 1));
        }

        return null;
    }

    private static int touched(final PhysicalMemory memory, final int fromPage)
    {
        final int page = memory.nextTouchedPage(fromPage, memory.pageCount());

        return page < 0 ? Integer.MAX_VALUE : page;
    }

    private static MachineDifference ofPes(final Machine first, final Machine second)
    {
        for (int pe = 0; pe < Math.min(first.config().pes(), second.config().pes()); pe++)
        {
            final String a = pe(first, pe);
            final String b = pe(second, pe);
            if (!a.equals(b))
            {
                return new MachineDifference("PE " + pe, a, b);
            }
        }

        return null;
    }

    private static String pe(final Machine machine, final int pe)
    {
        return String.format(Locale.ROOT, "signals=0x%x hppi=%s vhppi=%s ppihppi=%s vppihppi=%s", machine.signals(pe),
            hex(machine.candidate(pe, CandidateKind.FORWARDED)), hex(machine.candidate(pe, CandidateKind.OF_RESIDENT)),
            hex(machine.candidate(pe, CandidateKind.PPI)), hex(machine.candidate(pe, CandidateKind.VIRTUAL_PPI)));
    }

    private static MachineDifference ofOutputs(final Outputs first, final Outputs second)
    {
        for (int i = 0; i < Math.max(first.words(), second.words()); i++)
        {
            final String a = i < first.words() ? hex(first.word(i)) : NONE;
            final String b = i < second.words() ? hex(second.word(i)) : NONE;
            if (!a.equals(b))
            {
                return new MachineDifference("word " + i + " of the outputs", a, b);
            }
        }

        return null;
    }

    private static String hex(final long word)
    {
        return "0x" + Long.toHexString(word);
    }
}
