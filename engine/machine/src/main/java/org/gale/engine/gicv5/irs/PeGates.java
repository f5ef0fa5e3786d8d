package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.config.Board;
import org.gale.tables.memory.StateStream;

/**
 * Gates between the IRSs and the PEs. A PE is offered candidates while its gate is open: IRSEN is 1 at its own IRS
 * (M-IRSEN2), and its link is up (M-LINKDOWN). Owned by the thread that owns the machine.
 */
final class PeGates
{
    private final Board board;
    private final boolean[] enabled;
    private final boolean[] linked;
    /** Derived: by PE number. */
    private final boolean[] open;

    PeGates(final Board board, final int pes)
    {
        this.board = board;
        this.enabled = new boolean[board.irss()];
        this.linked = new boolean[pes];
        this.open = new boolean[pes];
        Arrays.fill(linked, board.link().isUpAtReset());
    }

    /** Returns whether each PE is offered candidates, by PE number; the array changes with the gates. */
    boolean[] open()
    {
        return open;
    }

    /** Returns IRSEN of an IRS. */
    boolean isEnabled(final int irs)
    {
        return enabled[irs];
    }

    /** Returns whether the link of a PE is up. */
    boolean isLinked(final int pe)
    {
        return linked[pe];
    }

    void enable(final int irs, final boolean irsen)                             // B-IRS-7
    {
        enabled[irs] = irsen;
        derive();
    }

    void link(final int pe, final boolean up)                                   // M-LINKOP
    {
        linked[pe] = up;
        derive();
    }

    /** Passes IRSEN of an IRS through a stream. */
    void enabledState(final StateStream stream, final int irs)
    {
        enabled[irs] = stream.flag(enabled[irs]);
        derive();
    }

    /** Passes the links through a stream. */
    void linkState(final StateStream stream)
    {
        for (int pe = 0; pe < linked.length; pe++)
        {
            linked[pe] = stream.flag(linked[pe]);
        }
        derive();
    }

    private void derive()
    {
        for (int pe = 0; pe < open.length; pe++)
        {
            open[pe] = linked[pe] && enabled[board.irsOf(pe)];
        }
    }
}
