package org.gale.engine.storm.run;

import java.util.function.IntPredicate;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Book of the lines of a storm. Their SPIs are in the ledgers of the machine; the book says which of them are pending.
 * A level that is held is pending and owed nothing: such an interrupt comes again. Owned by the thread of the machine.
 */
public final class LineBook
{
    private static final int NONE = SharedLines.NONE;

    private final SharedLines lines;
    private final Machine machine;

    /**
     * Makes the book of a storm, which may have no lines.
     *
     * @param machine which the book only asks queries
     */
    public LineBook(final SharedLines lines, final Machine machine)
    {
        this.lines = lines;
        this.machine = machine;
    }

    /** Returns the lines of the storm. */
    public SharedLines lines()
    {
        return lines;
    }

    /** Returns the lines of a VM whose interrupt is owed, and that the machine holds pending. */
    long pending(final int vm)
    {
        long pending = 0;
        final Ledger ledger = lines.count(vm) == 0 ? null :
            machine.accounts().ledger(machine.accounts().followedOwner(vm));
        for (int spi = lines.firstSpi(vm); spi < endSpi(vm); spi++)
        {
            pending += ledger.isOwed(true, spi) && L2Iste.isPending(entry(vm, spi)) ? 1 : 0;
        }

        return pending;
    }

    /** Returns whether the machine holds the interrupt of a line pending, so that a handler is to come. */
    boolean isToCome(final int vm, final int lpi)
    {
        return L2Iste.isPending(entry(vm, lines.spi(vm, lpi)));
    }

    /**
     * Finds the first line of a VM whose interrupt waits for ever.
     *
     * @param mask   lowest priority that the guest takes
     * @param isIdle tells whether the vCPU of an ID has nothing to do
     * @return the LPI that stands for it, or {@link SharedLines#NONE}
     */
    int untaken(final int vm, final int mask, final IntPredicate isIdle)
    {
        int found = NONE;
        for (int spi = lines.firstSpi(vm); spi < endSpi(vm) && found == NONE; spi++)
        {
            final int iste = entry(vm, spi);
            found = L2Iste.isPending(iste) && L2Iste.isEnabled(iste) && L2Iste.priority(iste) <= mask &&
                isIdle.test(L2Iste.iaffid(iste)) ? lines.lpi(vm, spi) : NONE;
        }

        return found;
    }

    /** {@return the ID of the vCPU that takes an SPI of a VM} */
    int target(final int vm, final int spi)
    {
        return L2Iste.iaffid(entry(vm, spi));
    }

    private int endSpi(final int vm)
    {
        return lines.firstSpi(vm) + lines.count(vm);
    }

    private int entry(final int vm, final int spi)
    {
        final InterruptStateTable table =
            InterruptQueries.of(machine).table(machine.accounts().followedOwner(vm), Intid.TYPE_SPI);

        return table == null ? 0 : table.loadPlain(spi);
    }
}
