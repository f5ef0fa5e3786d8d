package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.flow.OfferSpan;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;

/** Laws of the pace of a generator, by the second reading of its measured part. Used once. */
final class PaceLaws
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** Half an event, and what a double loses. */
    private static final double HALF = 0.51;
    private static final double ERROR = 1e-9;

    private final List<String> faults = new ArrayList<>();

    private PaceLaws()
    {
    }

    /**
     * Returns the laws that a pace breaks.
     *
     * @param span of the generator, which has ended
     */
    static List<String> faults(final GeneratorTotals generator, final OfferSpan span)
    {
        final PaceLaws laws = new PaceLaws();
        if (span.ns() > 0)
        {
            laws.check(generator.pace(), span);
            laws.must(generator.refused() >= span.refusals() - 1, "/generator/refused is " + generator.refused() +
                ", and the lane refused " + span.refusals() + " batches");
        }

        return laws.faults;
    }

    private void check(final GeneratorPace pace, final OfferSpan span)
    {
        final double reached = pace.reachedPerS() * span.ns() / SECOND_NS;
        final String sent = NumberText.counted(span.paced(), "event") + " in " + span.ns() + " ns";
        must(Math.abs(reached - span.paced()) <= HALF + ERROR * span.paced(),
            "/generator/reached_per_s is " + Math.round(pace.reachedPerS()) + ", and the generator sent " + sent);
        must(span.paced() <= span.sent(), "the pace has " + sent + ", and " + span.sent() + " were sent in all");
        final long seconds = span.ns() / SECOND_NS;
        must(seconds > 0 || pace.leastPerS() == pace.reachedPerS(),
            "/generator/least_per_s is " + Math.round(pace.leastPerS()) + ", and the generator sent " + sent);
        must(seconds == 0 || pace.leastPerS() == span.leastOfSecond(), "/generator/least_per_s is " +
            Math.round(pace.leastPerS()) + ", and in its slowest second the generator sent " + span.leastOfSecond());
        must(pace.shortSeconds() <= Math.max(1, seconds), "/generator/short_seconds is " + pace.shortSeconds() +
            ", and the generator ran for " + span.ns() + " ns");
        must(pace.fullShare() >= 0 && pace.fullShare() <= 1, "/generator/lane_full_share is " + pace.fullShare());
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
