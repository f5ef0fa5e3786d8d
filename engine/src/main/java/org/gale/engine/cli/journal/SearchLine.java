package org.gale.engine.cli.journal;

import java.util.Locale;
import java.util.function.LongConsumer;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostClock;

/** Progress of a search in a journal, as a line shows it: how long it has searched, and where it stands. */
final class SearchLine implements LongConsumer
{
    private final ProgressLine line;
    private final long startNs;

    /**
     * Makes the progress of a search that begins.
     *
     * @param startNs now
     */
    SearchLine(final ProgressLine line, final long startNs)
    {
        this.line = line;
        this.startNs = startNs;
    }

    /** Notes that the search stands behind a command. */
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
