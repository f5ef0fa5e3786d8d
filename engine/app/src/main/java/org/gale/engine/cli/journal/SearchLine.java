package org.gale.engine.cli.journal;

import java.util.Locale;
import java.util.function.LongConsumer;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostClock;

/**
 * Progress of a search in a journal, as a line shows it: how long it has searched, and where it stands.
 *
 * @param startNs time at which it began
 */
record SearchLine(ProgressLine line, long startNs) implements LongConsumer
{
    /** Notes that the search stands after a command. */
    @Override
    public void accept(final long sequence)
    {
        final long nowNs = HostClock.nanoTime();
        if (line.isDue(nowNs))
        {
            line.draw(String.format(Locale.ROOT, "  searching   %s   at command %s",
                NumberText.seconds(nowNs - startNs), NumberText.count(sequence)), nowNs);
        }
    }
}
