package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.replay.ChangeSearch;
import org.gale.engine.replay.ReplayCursor;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Search of a journal for the command that lost an interrupt of a GICv4 host. Before the command the interrupt is
 * pending somewhere, and after it nowhere, though it is owed. Pure but for the files.
 */
final class LostCommand
{
    private static final String LOST = "lost";
    private static final String KEPT = "kept";

    private LostCommand()
    {
    }

    /**
     * Finds the command.
     *
     * @param machines makes the machine that follows the journal
     * @param raised   command that set the interrupt pending last
     * @param stopped  last command; the loss stands after it, or before it if it sets the interrupt pending again
     * @param vintid   of the interrupt
     * @return the change, or null if the journal does not show it
     */
    static ChangeSearch.FieldChange find(
        final Path journal,
        final MachineFactory machines,
        final long raised,
        final long stopped,
        final int vm,
        final int vintid)
    {
        final Function<Machine, String> state = machine -> isLost(machine, vm, vintid) ? LOST : KEPT;
        ChangeSearch.FieldChange change = null;
        try (ReplayCursor cursor = ReplayCursor.open(journal, raised - 1, machines))
        {
            for (long end = stopped; change == null && end >= Math.max(raised, stopped - 1); end--)
            {
                cursor.to(raised - 1);
                change = ChangeSearch.bisect(cursor, state, LOST::equals, end).change();
            }

            return change;
        }
        catch (final IOException | PoolExhaustedException | OutOfMemoryError ex)
        {
            return null;                                                        // whoever replays it says more
        }
    }

    private static boolean isLost(final Machine machine, final int vm, final int vintid)
    {
        return machine.queries() instanceof DirectQueries queries && vm < queries.vmCount() &&
            queries.nextLost(vm, vintid) == vintid;
    }
}
