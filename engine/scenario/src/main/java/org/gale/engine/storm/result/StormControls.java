package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;

/**
 * Negative controls of a storm. A storm whose control never acted shows nothing about it. One that acted has to be
 * found by a promise: if none is broken, the proof has a hole.
 *
 * @param each control; none of a storm without mistakes
 */
public record StormControls(List<StormControl> each)
{
    /** Controls of a storm that makes no mistake. */
    public static final StormControls NONE = new StormControls(List.of());

    /** Returns how often all controls acted. */
    public long acted()
    {
        return each.stream().mapToLong(StormControl::acted).sum();
    }

    /** Returns the controls that never acted. */
    public List<StormControl> silent()
    {
        return each.stream().filter(control -> control.acted() == 0).toList();
    }

    /** Returns the controls of a storm by those of its parts. */
    static StormControls sum(final List<StormControls> parts)
    {
        final Map<String, StormControl> sums = new LinkedHashMap<>();
        parts.forEach(part -> part.each.forEach(
            control -> sums.merge(control.name(), control, StormControl::plus)));

        return new StormControls(List.copyOf(sums.values()));
    }

    /** Returns these controls with others. */
    public StormControls with(final List<StormControl> others)
    {
        final List<StormControl> all = new ArrayList<>(each);
        all.addAll(others);

        return new StormControls(List.copyOf(all));
    }

    /** Returns the verdict on a run that came to its end, or failed, with these controls. */
    StormVerdict judge(final StormVerdict verdict)
    {
        if (verdict.failure() == null && acted() > 0)
        {
            return new StormVerdict(Outcome.INTERNAL, missed(), null, verdict.stop(), verdict.interrupted(),
                StormEnd.FAILED, verdict.partition());
        }

        return verdict.outcome() != Outcome.OK || silent().isEmpty() ? verdict :
            new StormVerdict(Outcome.SKIPPED, null, null, verdict.stop(), verdict.interrupted(), verdict.end(),
            verdict.partition());
    }

    private String missed()
    {
        return "internal: the proof missed a control: " + each.stream().filter(control -> control.acted() > 0)
            .map(control -> control.name() + " acted " + NumberText.counted(control.acted(), "time"))
            .collect(Collectors.joining(", ")) + ", and no promise is broken";
    }
}
