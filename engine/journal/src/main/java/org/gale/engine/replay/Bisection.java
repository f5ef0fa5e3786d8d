package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandText;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;

/**
 * Search for the first command at which two replays of one journal differ. The journal has digests only at intervals
 * and nothing to compare with in between. A replay that is not deterministic can still be caught: two replays run side
 * by side and are compared after every command between those digests. Owned by one thread.
 */
public final class Bisection
{
    private Bisection()
    {
    }

    /** First command after which two replays of the same commands differ. */
    private record Found(long sequence, String command, MachineDifference difference)
    {
    }

    /**
     * Finds the first command that differs and describes the difference. Replays the journal at most twice more.
     *
     * @param divergence result of the first replay
     * @param machines   makes a machine at reset
     * @return lines for a message, without the last line separator
     */
    public static String explain(
        final Path journal,
        final Divergence divergence,
        final ReplayProgress progress,
        final MachineFactory machines)
        throws IOException
    {
        final ReplayResult again;
        try (ReplayedMachine replayed = Replay.replay(
            journal, ReplayOptions.DEFAULT.to(divergence.sequence()), progress, machines))
        {
            again = replayed.result();
        }
        if (again.stateDigest() == divergence.replay().state() && again.digest() == divergence.replay().run())
        {
            return String.format(Locale.ROOT,
                "  A second replay came to the same as the first. Between commands %,d and %,d the journal holds no " +
                "digest to compare with.", divergence.soundSequence() + 1, divergence.sequence());
        }
        final Found found = sideBySide(journal, divergence, machines);
        if (found == null)
        {
            return "  A second replay differed from the first, and two side by side did not differ.";
        }

        return String.format(Locale.ROOT,
            "  A second replay differed from the first. Two side by side differ first at command %,d " +
            "(%s): %s%n  first    %s%n  second   %s", found.sequence(), found.command(), found.difference().what(),
            found.difference().first(), found.difference().second());
    }

    private static Found sideBySide(
        final Path journal, final Divergence divergence, final MachineFactory machines)
        throws IOException
    {
        try (JournalSource source = JournalSource.open(journal);
            Machine first = source.machine(machines);
            Machine second = source.machine(machines))
        {
            while (source.next() && source.firstSequence() <= divergence.sequence())
            {
                if (source.isCommands())
                {
                    final Found found = applyFrame(source, divergence, first, second);
                    if (found != null)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    private static Found applyFrame(
        final JournalSource source, final Divergence divergence, final Machine first, final Machine second)
    {
        final UnsafeBuffer frame = source.frame();
        final CommandCursor cursor = new CommandCursor().wrap(frame, 0, source.length());
        long sequence = source.firstSequence();
        while (cursor.next())
        {
            first.outputs().clear();
            second.outputs().clear();
            first.apply(frame, cursor.offset(), cursor.nextOffset());
            second.apply(frame, cursor.offset(), cursor.nextOffset());
            if (sequence > divergence.soundSequence() && first.runDigest() != second.runDigest())
            {
                return found(source, sequence, cursor.offset(), first, second);
            }
            sequence++;
        }

        return null;
    }

    private static Found found(
        final JournalSource source,
        final long sequence,
        final int offset,
        final Machine first,
        final Machine second)
    {
        final StringBuilder command = new StringBuilder();
        new CommandText(source.configuration().machine()).append(command, source.frame(), offset, source.length());
        final MachineDifference difference = MachineDifference.find(first, second);

        return new Found(sequence, command.toString(), difference != null ? difference :
            new MachineDifference("state that no query shows", "digest " + DigestText.of(first.digest()),
                "digest " + DigestText.of(second.digest())));
    }
}
