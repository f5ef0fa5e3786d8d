package org.gale.engine.gicv5.cpuif;

import java.util.Arrays;
import org.gale.engine.config.Board;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.DelayLine;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IccCr0El1;

/**
 * Links between the CPU interfaces and their IRSs, on a machine with {@code link=up} or {@code link=down} (M-LINKOP).
 * A write that changes LINK starts the change, which is complete at once or {@code ops.delay} commands later.
 * <pre>
 *   LINK       ____/^^^^^^^^^^^^^^^^    as written
 *   LINK_IDLE  ^^^^\____________/^^^    0 while a change waits; a second change meanwhile is ignored
 *   the link   _________________/^^^    carries SPIs, LPIs and instructions
 * </pre>
 * Owned by the machine's thread.
 */
public final class Links implements DelayLine.DelayedKind
{
    private final Irs irs;
    private final CpuInterface[] cpus;
    /** LINK of each PE. */
    private final boolean[] asked;
    private final boolean[] waiting;
    /** Changes that wait, each a PE and the link; null if all are complete at once. */
    private final DelayLine changes;
    private final OperationDelays delays;
    private boolean isHost;
    private long ignored;
    private long unlinked;

    /**
     * Makes the links of a machine at reset.
     *
     * @param delays of operations; null if all are complete at once
     */
    public Links(final Board board, final Irs irs, final CpuInterface[] cpus, final OperationDelays delays)
    {
        this.irs = irs;
        this.cpus = cpus;
        this.asked = new boolean[cpus.length];
        this.waiting = new boolean[cpus.length];
        this.delays = delays;
        this.changes = delays == null ? null : new DelayLine(delays, "change of a link", this);
        Arrays.fill(asked, board.link().isUpAtReset());
    }

    /** Returns LINK and LINK_IDLE of a PE in their places. */
    long cr0(final int pe)
    {
        return IccCr0El1.LINK_IDLE.with(IccCr0El1.LINK.with(0L, asked[pe]), !waiting[pe]);
    }

    /** Returns LINK of a PE, which its link follows. */
    public boolean isAsked(final int pe)
    {
        return asked[pe];
    }

    /** Writes LINK of a PE. */
    void write(final int pe, final boolean up)                                  // M-LINKOP
    {
        if (up == asked[pe])
        {
            return;
        }
        if (waiting[pe])
        {
            ignored++;
            return;
        }
        asked[pe] = up;
        if (changes == null || isHost)
        {
            complete(pe, up);
        }
        else
        {
            waiting[pe] = true;
            changes.enter(
                pe, up ? 1 : 0, delays.of(LateKind.LINK, pe, () -> "link " + pe), (other, link) -> other == pe);
        }
    }

    /** Says that the accesses from now on are those of a host on a PE: what waits there is complete. */
    public void beginHost(final int host)
    {
        changes.leaveIf((pe, up) -> pe == host);
        isHost = true;
    }

    /** Says that the accesses from now on are those of software. */
    public void endHost()
    {
        isHost = false;
    }

    /** Counts an instruction that has no effect because the link is down. */
    void unlinked()                                                             // M-LINKINS
    {
        unlinked++;
    }

    /** Returns the number of instructions without effect because the link was down. */
    public long unlinkedInstructions()
    {
        return unlinked;
    }

    /** Returns the number of changes that were ignored because another one waited. */
    public long ignored()
    {
        return ignored;
    }

    /** Ends a command: changes whose delay is over are complete. */
    public void endCommand()
    {
        if (changes != null)
        {
            changes.endCommand();
        }
    }

    /** Passes LINK of each PE and the changes that wait through a stream. */
    public void state(final StateStream stream)
    {
        for (int pe = 0; pe < asked.length; pe++)
        {
            asked[pe] = stream.flag(asked[pe]);
            waiting[pe] = stream.flag(waiting[pe]);
        }
        if (changes != null)
        {
            changes.state(stream);
        }
    }

    /** Passes the counts through a stream. */
    public void counts(final StateStream stream)
    {
        ignored = stream.word(ignored);
        unlinked = stream.word(unlinked);
    }

    @Override
    public boolean isEntry(final long pe, final long up)
    {
        return pe >= 0 && pe < asked.length && (up & ~1L) == 0;
    }

    @Override
    public void leave(final long pe, final long up)
    {
        waiting[(int)pe] = false;
        complete((int)pe, up != 0);
    }

    private void complete(final int pe, final boolean up)
    {
        irs.link(pe, up);
        if (!up)
        {
            cpus[pe].residencyEnded();                                          // M-LINKDOWN
        }
    }
}
