package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** Returns how often the controls acted that break a promise. */
    public long broke()
    {
        return breaking().stream().mapToLong(StormControl::acted).sum();
    }

    /** {@return the interrupts that found nothing to do, by group of devices; null where no mistake is only work} */
    public Map<String, Long> spurious()
    {
        final Map<String, Long> sums = new TreeMap<>();
        final List<StormControl> ofWork = each.stream().filter(control -> control.effect() == Effect.WORK).toList();
        ofWork.forEach(
            control -> control.spurious().forEach((place, count) -> sums.merge(place, count, Long::sum)));

        return ofWork.isEmpty() ? null : sums;
    }

    private List<StormControl> breaking()
    {
        return each.stream().filter(control -> control.effect() != Effect.WORK).toList();
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

    /** Returns these controls and those of another part of the storm. */
    public StormControls plus(final List<StormControl> part)
    {
        return sum(List.of(this, new StormControls(part)));
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
        if (verdict.failure() == null && broke() > 0)
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
        return "internal: the proof missed a control: " + breaking().stream().filter(control -> control.acted() > 0)
            .map(control -> control.name() + " acted " + NumberText.counted(control.acted(), "time"))
            .collect(Collectors.joining(", ")) + ", and no promise is broken";
    }
}
