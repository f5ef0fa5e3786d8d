package org.gale.engine.report;

import java.util.Locale;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormProgress;

/** The live line of a storm. Owned by the thread that draws it. */
public final class StormLive
{
    /** A rate is that of at least so long. */
    private static final long SPAN_NS = 200_000_000L;

    private final StormConfig config;
    private final boolean isTimed;
    private final boolean hasJournal;
    private long lastNs;
    private long lastDelivered;
    private double ratePerS;

    /**
     * @param isTimed does its duration end the storm, or may it?
     */
    public StormLive(final StormConfig config, final boolean isTimed, final boolean hasJournal)
    {
        this.config = config;
        this.isTimed = isTimed;
        this.hasJournal = hasJournal;
    }

    /** Before the first line: so many were delivered before the storm went on. */
    public StormLive after(final long delivered)
    {
        lastDelivered = delivered;

        return this;
    }

    /** The line as of now. */
    public String line(final StormProgress progress)
    {
        final long elapsedNs = progress.elapsedNs();
        if (elapsedNs == 0)
        {
            return "  setting the machine up";
        }
        final long delivered = progress.delivered();
        if (elapsedNs - lastNs >= SPAN_NS)
        {
            ratePerS = (delivered - lastDelivered) * 1e9 / (elapsedNs - lastNs);
            lastNs = elapsedNs;
            lastDelivered = delivered;
        }

        return "  " + NumberText.seconds(elapsedNs) +
            (isTimed ? " / " + NumberText.duration(config.durationNs()) : "") +
            "   " + NumberText.rate(ratePerS) + "   " + NumberText.count(delivered) +
            (isTimed ? "" : " of " + NumberText.count(config.countLimit())) + " delivered   " +
            NumberText.count(progress.pending()) + " pending   " +
            String.format(Locale.ROOT, "lane %d %% full", 100 * progress.laneWords() / progress.laneCapacityWords()) +
            (hasJournal ? "   journal " + NumberText.mebibytes(progress.journalBytes()) : "");
    }
}
