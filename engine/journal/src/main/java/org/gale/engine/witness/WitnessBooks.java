package org.gale.engine.witness;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;

/** Knowledge of a witness about physical LPIs and SPIs: books, table and wires. Owned by the machine's thread. */
final class WitnessBooks
{
    final Machine machine;
    final InterruptQueries queries;
    /** The physical side, as an encoded {@link org.gale.engine.accounting.OwnerId}. */
    final int owner;
    final PendingBook lpiBook = new PendingBook();
    final PendingBook spiBook = new PendingBook();
    final Touched touched = new Touched();
    final LpiTable lpis;
    final Board board;
    final SpiLines spis;

    WitnessBooks(final Machine machine, final InterruptQueries queries)
    {
        final MachineConfig config = machine.config();
        this.machine = machine;
        this.queries = queries;
        board = config.board();
        owner = machine.accounts().physicalOwner();
        lpis = new LpiTable(config, machine.memory(), lpiBook);
        spis = new SpiLines(spiBook, touched, config.virtual());
    }

    /** Returns the book of an interrupt. */
    PendingBook of(final int intid)
    {
        return Touched.isLpi(intid) ? lpiBook : spiBook;
    }

    /** Returns whether an SPI or LPI can be reached on the physical side (B-INT-17). */
    boolean isReachable(final int intid)
    {
        final int id = Touched.id(intid);

        return Touched.isLpi(intid) ? lpis.locate(id) != LpiTable.NOWHERE :
            board.irsOfSpi(id) >= 0 && !spis.isAway(id);
    }

    /** Returns whether an interrupt of an owner is excused from the proof. */
    boolean isExcused(final int ofOwner, final int intid)
    {
        final Ledger ledger = machine.accounts().ledger(ofOwner);

        return ledger != null && ledger.account(Touched.isSpi(intid)).isExcused(Touched.id(intid));
    }
}
