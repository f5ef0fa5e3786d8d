package org.gale.engine.storm.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.MigrationFigures;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * Parts of the downtime of the migrations of a run, and bytes of their images. A part is the time that the work of a
 * step takes, up to the command that follows it. Owned by one thread.
 * <pre>
 *   stop        quiet, save        destroy         restore          resume
 *     │── quiet ────▶│── save ────────▶│── restore ────▶│── resume ─────▶│
 * </pre>
 */
public final class MigrationTimes
{
    private static final int DIGITS = 3;

    private final Map<String, LatencyHistogram> parts = new LinkedHashMap<>();
    private final Map<String, Long> taken = new LinkedHashMap<>();  // of the migration that is under way
    private final Map<String, Long> imageBytes = new LinkedHashMap<>();
    private long bytes;
    private long atNs;

    public MigrationTimes()
    {
        for (final MigrationStep step : new MigrationStep[]{MigrationStep.QUIET, MigrationStep.SAVE,
            MigrationStep.RESTORE, MigrationStep.RESUME})
        {
            parts.put(step.spelling(), new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS));
        }
    }

    /** Notes that a step is about to be carried out, after the work that it waited for. */
    public void reached(final MigrationStep step, final long nowNs)
    {
        if (step == MigrationStep.STOP)
        {
            taken.clear();
        }
        else
        {
            final MigrationStep part = step == MigrationStep.DESTROY ? MigrationStep.SAVE : step;
            taken.merge(part.spelling(), nowNs - atNs, Long::sum);  // a step that failed is taken again
        }
        atNs = nowNs;
    }

    /** Notes that an image was made. */
    public void saved(final ImageSize image)
    {
        image.parts().forEach((part, size) -> imageBytes.merge(part, size, Long::sum));
        bytes += image.bytes();
    }

    /** Notes that the migration under way is completed. */
    public void completed()
    {
        parts.forEach((name, histogram) -> histogram.recordTime(taken.getOrDefault(name, 0L), 1));
    }

    /**
     * Returns the figures so far.
     *
     * @param isTimed true if the job gives costs of migrations
     */
    public MigrationFigures result(final boolean isTimed, final MigratedInterrupts interrupts)
    {
        final Map<String, Histogram> shown = new LinkedHashMap<>();
        if (isTimed)
        {
            shown.putAll(parts);
        }

        return new MigrationFigures(shown, imageBytes, bytes, interrupts, null);
    }
}
