package org.gale.engine.witness;

import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;

/**
 * Judge of the migrations of a storm's VMs, by the witness that sessions have: what it finds first, and rather what
 * names an interrupt. Owned by the thread that owns the machine.
 */
public final class MigrationJudge
{
    private final MigrationWitness witness;                         // null on a GICv4 host
    private final DirectMigrationWitness direct;                    // null on other machines
    private Finding found;

    /**
     * Promise that a migration broke.
     *
     * @param promise P1 or P2
     * @param text    who is concerned, and how
     */
    public record Finding(String promise, String text)
    {
        private boolean isOfInterrupt()
        {
            return text.contains(" LPI ") || text.contains(" SPI ");
        }
    }

    /** Makes the judge of a machine whose outputs are those of one command. */
    public MigrationJudge(final Machine machine)
    {
        this(machine, machine.outputs()::values);
    }

    /**
     * Makes the judge of a machine.
     *
     * @param values gives the values that the command in hand has put out, and returns their number
     */
    public MigrationJudge(final Machine machine, final ToIntFunction<long[]> values)
    {
        final boolean isDirect = machine.queries() instanceof DirectQueries;
        witness = isDirect ? null : new MigrationWitness(machine, InterruptQueries.of(machine), this::note, values);
        direct = isDirect ? new DirectMigrationWitness(machine, this::note, values) : null;
    }

    /** Takes note of what has to be known before a command is applied alone. */
    public void before(final DirectBuffer frame, final int offset)
    {
        if (direct != null)
        {
            direct.before(frame, offset);
        }
        else
        {
            witness.before(frame, offset);
        }
    }

    /** Follows a command that was applied alone. */
    public void applied(final DirectBuffer frame, final int offset)
    {
        if (direct != null)
        {
            direct.applied(frame, offset);
        }
        else
        {
            witness.applied(frame, offset);
        }
    }

    /** Returns the finding of the judge; null while nothing was. */
    public Finding found()
    {
        return found;
    }

    private void note(final boolean isLost, final String who, final String sentence)
    {
        final Finding next = new Finding(isLost ? "P1" : "P2", who + sentence);
        found = found == null || (!found.isOfInterrupt() && next.isOfInterrupt()) ? next : found;
    }
}
