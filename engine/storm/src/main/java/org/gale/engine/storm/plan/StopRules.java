package org.gale.engine.storm.plan;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the conditions that end a run: the storm has what they compare. Pure functions. */
final class StopRules
{
    private static final String REQUEST = Latency.REQUEST.label();

    private StopRules()
    {
    }

    /**
     * Checks that the storm has the parts which conditions name.
     *
     * @param isVirtual true for a storm on the virtual clock
     * @throws SettingException if it lacks one, or a metric has no meaning on its clock
     */
    static void check(final Conditions all, final HostShape shape, final boolean isVirtual)
    {
        for (final Condition condition : all.all())
        {
            final FigureName figure = shape.figure(condition.metric());
            if (!StopConditions.FORM.metrics().contains(figure.metric()))
            {
                final String part = condition.metric().substring(0, condition.metric().lastIndexOf(FigureName.DOT));
                throw new SettingException(MeasureSettings.STOP_IF, "'", condition.text(), "': the storm has no part '",
                    part, "'", NearestName.hint(part, () -> parts(shape)));
            }
            final Latency latency = Latency.of(figure.metric());
            if (latency != null && !latency.isTimed(isVirtual))
            {
                throw new SettingException(MeasureSettings.STOP_IF, "'", figure.metric(),
                    "' takes no time on the ", isVirtual ? StormSettings.VIRTUAL : StormSettings.WALL,
                    " clock (try 'response > 1ms')");
            }
            if (figure.metric().equals(StopConditions.STALL) && !figure.isOfWhole())
            {
                throw new SettingException(MeasureSettings.STOP_IF, "'", condition.text(),
                    "': a stall belongs to the whole storm (try 'stall > 10ms')");
            }
        }
    }

    /** Returns the names of groups, of phases, and of groups in phases. */
    private static Iterator<String> parts(final HostShape shape)
    {
        final List<String> groups = shape.groupNames();
        final List<String> phases = shape.phaseNames();

        return Stream.of(groups.stream(), phases.stream(), groups.stream().flatMap(
            group -> phases.stream().map(phase -> group + FigureName.DOT + phase))).flatMap(names -> names).iterator();
    }

    /**
     * Checks that some devices have the requests which conditions compare.
     *
     * @param hasRequests returns whether devices of a group have requests
     * @throws SettingException if none has
     */
    static void checkRequests(
        final Conditions all, final HostShape shape, final Predicate<VmShape> hasRequests)
    {
        for (final Condition condition : all.all())
        {
            final FigureName figure = shape.figure(condition.metric());
            if (figure.metric().equals(REQUEST) && shape.groups().stream().noneMatch(group ->
                (figure.group().isEmpty() || figure.group().equals(group.name())) && hasRequests.test(group)))
            {
                throw new SettingException(MeasureSettings.STOP_IF, "'", condition.text(),
                    "': no device there has requests (try 'response > 1ms')");
            }
        }
    }
}
