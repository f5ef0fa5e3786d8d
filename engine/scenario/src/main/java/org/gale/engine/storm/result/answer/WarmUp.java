package org.gale.engine.storm.result.answer;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Warm-ups of the runs of an answer. The warm-up of a run is a tenth of its count, and goes on until each vCPU that
 * events reach has handled an interrupt. It is no longer than the judged part, which has the whole count.
 *
 * @param part        of the answer that the run was for which has most cold starts; null before it is known
 * @param coldStarts  vCPUs that began in the judged part of a run, the most of all runs
 * @param vcpus       vCPUs that handled interrupts in that run
 * @param leastEvents of a warm-up
 * @param mostEvents  of a warm-up
 */
public record WarmUp(String part, long coldStarts, long vcpus, long leastEvents, long mostEvents)
{
    /** Key of the values of a run for the length of its judged part, in those of its job. */
    public static final String LENGTHS = "judged.lengths";
    /** Key of the values of a run for the judged parts that it leaves out after its warm-up. */
    public static final String SKIPPED = "judged.skipped";

    private static final String ONE = "1";
    private static final String NONE = "0";

    /** Returns whether no vCPU was cold in a judged part. */
    public boolean isWarm()
    {
        return coldStarts == 0;
    }

    /** Returns the part of the answer in brackets, after a space; nothing of runs that were warm. */
    public String ofPart()
    {
        return part == null || isWarm() ? "" : " (" + part + ')';
    }

    /** Returns how a run is measured whose values may have both keys. */
    public static SettingValues settings(final Map<String, String> values)
    {
        return JudgedSettings.of(Long.parseLong(values.getOrDefault(LENGTHS, ONE)),
            Long.parseLong(values.getOrDefault(SKIPPED, NONE)));
    }

    /** Returns values without both keys: those of keys of the job. */
    public static Map<String, String> ofJob(final Map<String, String> values)
    {
        final Map<String, String> job = new TreeMap<>(values);
        job.remove(LENGTHS);
        job.remove(SKIPPED);

        return job;
    }

    /** Returns the warm-up of a run that is for no part yet. */
    public static WarmUp of(final StormResult result)
    {
        final WarmedUp warmed = result.model().warmed();
        final WarmedUp.Starts starts = warmed == null ? WarmedUp.NOTHING.starts() : warmed.starts();
        final long events = result.rates().warmup().offered();

        return new WarmUp(null, starts.cold(), starts.all(), events, events);
    }

    /** Returns this warm-up of a run that is for a part of an answer. */
    public WarmUp in(final String name)
    {
        return new WarmUp(name, coldStarts, vcpus, leastEvents, mostEvents);
    }

    /** Returns the warm-ups of this run, or these, and others. */
    public WarmUp plus(final WarmUp other)
    {
        final WarmUp coldest = Comparator.comparingLong(WarmUp::coldStarts).thenComparingLong(WarmUp::vcpus)
            .compare(this, other) >= 0 ? this : other;

        return new WarmUp(coldest.part, coldest.coldStarts, coldest.vcpus, Math.min(leastEvents, other.leastEvents),
            Math.max(mostEvents, other.mostEvents));
    }
}
