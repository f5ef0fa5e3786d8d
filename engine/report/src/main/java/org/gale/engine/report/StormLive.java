package org.gale.engine.report;

import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/** Live line of a storm. Owned by the thread that draws it. */
public final class StormLive
{
    /** Shortest time over which a rate is measured. */
    private static final long SPAN_NS = 200_000_000L;

    private final StormConfig config;
    private final boolean isTimed;
    private final boolean hasJournal;
    private long lastNs;
    private long lastDelivered;
    private double deliveredPerS;

    /**
     * Makes the line.
     *
     * @param isTimed true to let the duration end the storm
     */
    public StormLive(final StormConfig config, final boolean isTimed, final boolean hasJournal)
    {
        this.config = config;
        this.isTimed = isTimed;
        this.hasJournal = hasJournal;
    }

    /** Sets the number of interrupts delivered before the resume. Called before the first line. */
    public StormLive after(final long delivered)
    {
        lastDelivered = delivered;

        return this;
    }

    /** Returns the current line. */
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
            deliveredPerS = (delivered - lastDelivered) * 1e9 / (elapsedNs - lastNs);
            lastNs = elapsedNs;
            lastDelivered = delivered;
        }

        return "  " + NumberText.seconds(elapsedNs) +
            (isTimed ? " / " + NumberText.duration(config.value(StormSettings.DURATION)) : "") +
            phase(progress.phase()) + "   " + NumberText.rate(deliveredPerS) + "   " + NumberText.count(delivered) +
            (isTimed ? "" : " of " + NumberText.count(config.value(StormSettings.COUNT))) + " delivered   " +
            NumberText.count(progress.pending()) + " pending" +
            (progress.held() < 0 ? "" : "   " + NumberText.count(progress.held()) + " held") +
            (progress.laneCapacityWords() == 0 ? "" : String.format(Locale.ROOT, "   lane %d %% full",
            100 * progress.laneWords() / progress.laneCapacityWords())) +
            (hasJournal ? "   journal " + NumberText.mebibytes(progress.journalBytes()) : "");
    }

    /** Returns the name of a phase behind a gap; empty for the number 0 of a storm without phases. */
    private String phase(final int number)
    {
        return number == 0 ? "" : "   " + config.shape().phases().get(number - 1).name();
    }
}
