package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VirtualSettings;

/** Moves of vectors by balancers of guests, as actions of a report. Pure functions. */
final class AffinityActions
{
    private AffinityActions()
    {
    }

    /** Returns a host whose guests move their vectors as a configuration asks; the same where none does. */
    static HostModel moving(final HostModel host, final StormConfig config)
    {
        final List<Affinity> balancers = config.shape().groups().stream().map(group -> group.guest().affinity())
            .filter(affinity -> !affinity.isNone()).distinct().toList();

        return balancers.isEmpty() ? host :
            host.with(balancers, done -> and(host.reporter().apply(done), asked(balancers, done)));
    }

    /** Returns the actions of guests with these balancers, of which those by load may find nothing to do. */
    private static AskedActions asked(final List<Affinity> balancers, final HostModel.Done done)
    {
        final String periods = balancers.stream().map(Affinity::everyNs).distinct().map(ns ->
            SettingValues.NONE.with(VirtualSettings.AFFINITY_EVERY, ns).shown(VirtualSettings.AFFINITY_EVERY))
            .collect(Collectors.joining(", "));

        return AskedActions.byPeriod(VirtualSettings.AFFINITY_EVERY, "move", periods,
            balancers.stream().anyMatch(balancer -> balancer.policy() == Affinity.Policy.ROUND),
            done.vectorsDue(), done.vectors());
    }

    private static StormActions and(final StormActions others, final AskedActions moves)
    {
        final ActionTimeline timeline =
            others.timeline() == null ? new ActionTimeline(0, 0, List.of()) : others.timeline();

        return new StormActions(Stream.concat(others.kinds().stream(), Stream.of(moves)).toList(), timeline,
            others.migrations());
    }

    /**
     * Refuses guests that move vectors while something else acts on their VM.
     *
     * @throws SettingException if something does
     */
    static void checkAlone(final StormConfig config, final SettingValues own)
    {
        final boolean isMoving =
            config.shape().groups().stream().anyMatch(group -> !group.guest().affinity().isNone());
        for (final Setting<?> other : List.of(MigrationSettings.EVERY, OvercommitSettings.IRSEN))
        {
            if (isMoving && own.isOther(other))
            {
                throw new SettingException(other, "'", own.text(other), "' and guest.", VirtualSettings.AFFINITY_EVERY,
                    " both act on a VM (leave one of them out)");
            }
        }
    }
}
