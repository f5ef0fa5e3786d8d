package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.gicv5.RandomSource;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.topology.Topology;

/** Guests that mask and unmask vectors, disable and enable MSI-X, and clear functions, one such command a frame. */
final class VectorGuests extends ForwardingTurns
{
    private static final long SEED = 58;
    private static final int CONTROL = 12;
    private static final int ENTRY = 16;
    /** Limit of the commands, so that a run that only takes turns ends. */
    private static final int LIMIT = 2_000;

    private final Topology topology;
    private final RandomSource random = new RandomSource(SEED);
    private int due;
    private int done;

    VectorGuests(final TurnSource turns, final Topology topology)
    {
        super(turns);
        this.topology = topology;
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        super.drained(frame, offset, endOffset);
        due = endOffset > offset && done < LIMIT ? 1 : 0;
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final int at = super.schedule(busy, frame, offset, limitOffset);

        return due == 0 || limitOffset - at < Long.SIZE ? at : command(frame, at);
    }

    @Override
    public void appended()
    {
        super.appended();
        done += due;
        due = 0;
    }

    private int command(final MutableDirectBuffer frame, final int at)
    {
        final int function = random.below(topology.totalDevices());
        final int vector = random.below(topology.events(function));

        return switch (random.below(20))
        {
            case 0 -> MsixVerb.CONTROL.encode(frame, at, function, random.below(2), random.below(2));
            case 1, 2 -> MsixVerb.CONTROL.encode(frame, at, function, 1, 0);
            case 3 -> MsixVerb.CLEAR.encode(frame, at, function);
            default -> Commands.store(frame, at,
                VectorWorkload.bar(function) + (long)vector * ENTRY + CONTROL, Integer.BYTES, random.below(2));
        };
    }
}
