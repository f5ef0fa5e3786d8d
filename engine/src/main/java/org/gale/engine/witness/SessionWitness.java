package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.Machine;

/** Witnesses of a session together. Owned by the thread that owns the machine. */
public final class SessionWitness
{
    private final FunctionWitness functions;
    private final WireWitness wires;
    private final CommandCursor cursor = new CommandCursor();

    /** Makes the witnesses of a machine, which take over what the machine holds now. */
    public SessionWitness(final Machine machine, final WitnessSink sink)
    {
        functions = new FunctionWitness(machine, sink);
        wires = new WireWitness(machine, sink);
    }

    /** Takes note of what has to be known before a command is applied alone. */
    public void before(final DirectBuffer frame, final int offset)
    {
        functions.before(frame, offset);
        wires.before(frame, offset);
    }

    /**
     * Follows a command that was applied, and compares.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command, which is not told again
     */
    public void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        functions.applied(frame, offset, isTold);
        wires.applied(frame, offset, isTold);
    }

    /** Compares everything. */
    public void scan()
    {
        functions.scan();
    }

    /** Returns whether any command between two offsets has to be applied alone, with {@link #before}. */
    public boolean concernsAny(final DirectBuffer frame, final int offset, final int endOffset)
    {
        boolean concerns = false;
        cursor.wrap(frame, offset, endOffset);
        while (!concerns && cursor.next())
        {
            concerns = functions.concerns(frame, cursor.offset()) || wires.concerns(frame, cursor.offset());
        }

        return concerns;
    }
}
