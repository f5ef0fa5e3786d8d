package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.inspect.Explain;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.RecentCommands;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.gale.tables.bitmap.PoolExhaustedException;
import org.gale.tables.operand.Intid;

/**
 * Lines on the interrupt to which a promise was broken, from the journal of its run or its machine. Pure but for the
 * files.
 */
public final class FoundInterrupt
{
    private FoundInterrupt()
    {
    }

    /**
     * Returns the lines of {@code explain} after the command where the promise was seen broken.
     *
     * @param journal directory of the journal
     * @return the lines; none if the promise concerns no one interrupt, or the journal does not lead there
     */
    public static List<String> lines(final Path journal, final InvariantBrokenException broken)
    {
        if (!isNamed(broken))
        {
            return List.of();
        }
        try (ReplayCursor cursor = ReplayCursor.open(journal, broken.sequence(), Machines.FACTORY))
        {
            final RecentCommands commands = cursor.recentCommands();

            return lines(cursor.machine(), commands, broken);
        }
        catch (final IOException | PoolExhaustedException | OutOfMemoryError ex)
        {
            return List.of();                                                   // whoever replays it says more
        }
    }

    /**
     * Returns the lines of {@code explain} about the machine as it is.
     *
     * @return the lines; none if the promise concerns no one interrupt
     */
    static List<String> lines(final Machine machine, final InvariantBrokenException broken)
    {
        return isNamed(broken) ? lines(machine, null, broken) : List.of();
    }

    private static List<String> lines(
        final Machine machine, final RecentCommands commands, final InvariantBrokenException broken)
    {
        return machine.queries() instanceof DirectQueries && Intid.isSpi(broken.intid()) ?
            List.of() :                                                         // an SGI of a vCPU
            Explain.lines(machine, commands, broken.owner(), broken.intid());
    }

    private static boolean isNamed(final InvariantBrokenException broken)
    {
        return broken.owner() != OwnerId.NONE && broken.intid() >= 0;
    }
}
